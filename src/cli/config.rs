//! `csto-quiz config`: show or change a setting.

use serde_json::{Map, Value, json};

use crate::cli::complain;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::output;
use crate::config::change::set;
use crate::config::{Config, KEYS, Problem};
use crate::files;
use crate::source::Source;
use crate::terminal::rich;
use crate::view::text::{Line, Role, Text};

/// What stands before what a setting means, where it has its own lines.
const COMMENT: &str = "  # ";

/// Shows all settings or one, or changes one.
///
/// # Errors
/// When there is no such setting, the value cannot be used or the file cannot be written.
pub(crate) fn run(context: &Context, key: Option<&str>, value: Option<&str>) -> Result<Exit, Failure> {
    match (key, value) {
        (None, _) => list(context)?,
        (Some(key), None) => show(context, key)?,
        (Some(key), Some(value)) => {
            change(context, key, value)?;
            if let Err(failure) = context::config(&context.places) {
                complain(&failure.warning("the settings cannot be used still"));
            }
        }
    }
    Ok(Exit::Done)
}

fn list(context: &Context) -> Result<(), Failure> {
    let value = |key: &str| context.config.value(key).unwrap_or_default();
    if context.options.json {
        let fields: Map<String, Value> =
            KEYS.iter().map(|key| (key.name.to_owned(), json_of(&value(key.name)))).collect();
        return output::json(json!({ "path": context.places.config_file(), "settings": fields }));
    }
    let mut text = Text::default();
    for key in KEYS {
        let setting = Line::new(Role::Plain, format!("{} = {}", key.name, value(key.name)));
        let line = setting.clone().and(Role::Dim, format!("   # {}", key.meaning));
        match rich::columns().filter(|columns| line.width() > *columns) {
            None => text.push(line),
            // A comment of several lines is one in each of them.
            Some(columns) => {
                text.push(setting);
                for part in crate::text::wrap(key.meaning, columns.saturating_sub(COMMENT.len())) {
                    text.push(Line::new(Role::Dim, format!("{COMMENT}{part}")));
                }
            }
        }
    }
    for (deck, desired) in &context.config.deck_retention {
        text.say(Role::Plain, format!("decks.{deck}.desired_retention = {}", desired.probability()));
    }
    text.say(Role::Dim, format!("The file is {}", context.places.config_file().display()));
    output::show(context, &text)
}

fn show(context: &Context, key: &str) -> Result<(), Failure> {
    let value = context.config.value(key).ok_or_else(|| unknown(key))?;
    if context.options.json {
        return output::json(json!({ "key": key, "value": json_of(&value) }));
    }
    output::print_bytes(format!("{value}\n").as_bytes())
}

/// Changes a setting in the file.
///
/// # Errors
/// When there is no such setting, the value cannot be used or the file cannot be written.
pub(crate) fn change(context: &Context, key: &str, value: &str) -> Result<(), Failure> {
    if files::places::is_nowhere(&context.places.config) {
        let message = "no home folder is known, so there is no place for settings";
        return Err(Failure::new(
            Exit::Failed,
            message,
            "set CSTO_QUIZ_CONFIG_DIR to a folder you can write to",
        ));
    }
    let path = context.places.config_file();
    let shown = path.display().to_string();
    let source = match files::read_source(&path, &shown) {
        Err(error) if error.is_missing() => Source::new(&shown, ""),
        read => read?,
    };
    let value = absolute(key, value);
    let text = set(source.text(), key, &value).map_err(|error| match error.problem {
        Problem::UnknownKey { .. } | Problem::BadValue { .. } => usage(&error.to_string()),
        // The reader of the whole file says where.
        Problem::Syntax(_) => Config::parse(&source).err().unwrap_or(error).into(),
    })?;
    files::create_private_dir(&context.places.config)?;
    files::write_privately(&path, text.as_bytes())?;
    Ok(())
}

/// A single path is kept from the root, so that it holds in every folder.
fn absolute(key: &str, value: &str) -> String {
    let is_path = ["deck_paths", "progress_folder"].contains(&key.replace('-', "_").as_str());
    if !is_path || value.is_empty() || value.trim_start().starts_with('[') {
        return value.to_owned();
    }
    std::path::absolute(value).map_or_else(|_| value.to_owned(), |path| path.display().to_string())
}

fn unknown(key: &str) -> Failure {
    let error = set("", key, "0").map(|_| ()).err();
    usage(&error.map_or_else(|| format!("there is no setting `{key}`"), |error| error.to_string()))
}

fn usage(message: &str) -> Failure {
    Failure::new(Exit::Usage, message, "`csto-quiz config` lists the settings and what each may be")
}

/// Reads a TOML value as JSON.
fn json_of(value: &str) -> Value {
    let table: Result<toml::Table, _> = format!("value = {value}").parse();
    let value = table.ok().and_then(|mut table| table.remove("value"));
    value.and_then(|value| serde_json::to_value(value).ok()).unwrap_or_default()
}
