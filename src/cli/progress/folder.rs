//! `csto-quiz progress folder`: which folder is shared with other machines.

use std::path::Path;

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies::{counts, words};
use crate::cli::shared::{self, Synced};
use crate::cli::{config, load, output, store};
use crate::files;
use crate::schedule::memory::Model;
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// The setting that names the folder.
const KEY: &str = "progress_folder";

/// Shares a folder from now on, shares none any more, or says which one is shared.
pub(super) fn run(context: &Context, dir: Option<&Path>, none: bool) -> Result<(), Failure> {
    if none {
        config::change(context, KEY, "")?;
        return said(context, None, &Synced::default());
    }
    let folder = match (dir, &context.config.progress_folder) {
        (None, None) => return said(context, None, &Synced::default()),
        (None, Some(folder)) => folder.clone(),
        (Some(dir), _) => std::path::absolute(dir).map_err(|error| {
            let message = format!("cannot tell where `{}` is: {error}", dir.display());
            Failure::new(Exit::Failed, message, "name the folder from the root")
        })?,
    };
    let Some(name) = folder.to_str() else {
        let message = format!("the name of the folder `{}` is not UTF-8", folder.display());
        return Err(Failure::new(
            Exit::Usage,
            message,
            "settings are text: choose a folder with another name",
        ));
    };
    if dir.is_some() {
        files::create_private_dir(&folder)?;
    }
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let mut progress = store::open(context, &decks, &model)?;
    let synced = shared::sync(&folder, &mut progress, &model)??;
    if dir.is_some() {
        config::change(context, KEY, name)?;
    }
    synced.complain(context, &folder);
    said(context, Some(&folder), &synced)
}

fn said(context: &Context, folder: Option<&Path>, synced: &Synced) -> Result<(), Failure> {
    let Synced { taken, given, segments, .. } = synced;
    if context.options.json {
        return output::json(json!({
            "folder": folder.map(|folder| folder.display().to_string()),
            "segments": segments,
            "taken": counts(*taken),
            "given": counts(*given),
        }));
    }
    let mut text = Text::default();
    match folder {
        None => text.say(
            Role::Plain,
            "Progress is not shared. `csto-quiz progress folder DIR` shares it with every machine on which \
             some program keeps DIR in step.",
        ),
        Some(folder) => {
            text.say(Role::Plain, format!("Progress is shared through {}.", folder.display()));
            let found = count(*segments, "segment");
            text.say(
                Role::Plain,
                format!("Found {found}; taken: {}; handed over: {}.", words(*taken), words(*given)),
            );
        }
    }
    output::show(context, &text)
}
