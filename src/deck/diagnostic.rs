//! What is wrong in a deck, and where?
//!
//! A [`Diagnostic`] is a value: rules make it, `view` prints it, nothing throws it.

use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The card or deck cannot be used as it stands.
    Error,
    /// It can be used, and is probably not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name in kebab-case, for ever.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, understandable without the rest.
    pub headline: String,
    /// Which file of the deck, from 0.
    pub file: usize,
    /// Where in it, as small as possible.
    pub span: Span,
    /// What stands at the span, in a few words.
    pub label: String,
    /// Another place of the same deck that belongs to it.
    pub related: Option<Related>,
    /// What to do.
    pub help: Option<String>,
    /// How the file would be written instead.
    pub fix: Option<Fix>,
}

/// How a finding could be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The changes, all in the finding's file, none touching another.
    pub edits: Vec<Edit>,
    /// Whether nothing else can have been meant, so that it may be written without asking.
    pub is_certain: bool,
}

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty where something is added.
    pub span: Span,
    /// What is written instead.
    pub text: String,
}

/// A second place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Which file of the deck, from 0; nothing for the file of the finding.
    pub file: Option<usize>,
    /// Where in it.
    pub span: Span,
    /// What stands there.
    pub label: String,
}

impl Diagnostic {
    /// Adds what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds how one place would be written instead, which is shown and not done without asking.
    pub fn fix(self, span: Span, text: impl Into<String>) -> Self {
        self.fixes(vec![Edit { span, text: text.into() }], false)
    }

    /// Adds how places would be written instead.
    pub fn fixes(mut self, edits: Vec<Edit>, is_certain: bool) -> Self {
        self.fix = Some(Fix { edits, is_certain });
        self
    }

    /// Adds a second place, in the same file.
    pub fn beside(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Related { file: None, span, label: label.into() });
        self
    }

    /// Adds a second place, in a file of the deck, counted from 0.
    pub fn as_well_as(mut self, file: usize, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Related { file: Some(file), span, label: label.into() });
        self
    }

    /// Moves the finding, with a second place of the same file, to another file.
    pub fn in_file(self, file: usize) -> Self {
        Self { file, ..self }
    }

    /// Returns the second place with its file.
    pub fn second(&self) -> Option<(usize, &Related)> {
        self.related.as_ref().map(|related| (related.file.unwrap_or(self.file), related))
    }
}

impl Severity {
    /// Returns the word that is shown: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
