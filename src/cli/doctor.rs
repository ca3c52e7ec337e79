//! `attune doctor`: what this machine has for the server, what is missing, and what to do about it. Changes nothing.

use crate::app::{challenger_settings, generator, policy, triage_settings, wording};
use crate::config::{Distress, Settings};
use crate::knowledge;
use crate::routing::flows;
use crate::store::sqlite::{Found, inspect};
use crate::triage::bundle;
use crate::triage::engine::EngineChoice;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

/// One finding.
struct Finding {
    what: &'static str,
    /// What is there, or what to do.
    outcome: Result<String, String>,
}

/// Examines everything that the settings name; exit code 1 when something must be done.
pub fn run(settings: &Settings) -> ExitCode {
    let findings = [
        model(settings),
        challenger(settings),
        onnx_runtime(settings),
        database(settings),
        port(settings),
        articles(settings),
        flows(settings),
        language_model(settings),
        words(settings),
        help(settings),
    ];
    let mut all_well = true;
    for Finding { what, outcome } in findings {
        match outcome {
            Ok(found) => super::say(&format!("ok    {what:<13} {found}")),
            Err(advice) => {
                all_well = false;
                super::say(&format!("MEND  {what:<13} {advice}"));
            }
        }
    }
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn model(settings: &Settings) -> Finding {
    let loaded = policy(&settings.triage.policy).map_err(|e| format!("{e:#}")).and_then(|policy| {
        let wanted = triage_settings(settings, &policy);
        bundle::load(&wanted).map_err(|why| format!("{why}. Messages would be marked as not scored. Use the bundled model (leave triage.models empty) or fetch the folder again"))
    });
    let outcome = loaded.map(|model| format!("{} on {}", model.provenance.model, model.provenance.engine));
    Finding { what: "model", outcome }
}

fn challenger(settings: &Settings) -> Finding {
    let outcome = match challenger_settings(settings) {
        None => Ok("none (triage.challenger.models)".to_owned()),
        Some(wanted) => match bundle::load(&wanted) {
            Ok(model) => Ok(format!("{} on {}, in idle time", model.provenance.model, model.provenance.engine)),
            Err(why) => Err(format!(
                "{why}. Chats and scores are as without it. Correct triage.challenger.models or leave it empty"
            )),
        },
    };
    Finding { what: "challenger", outcome }
}

fn onnx_runtime(settings: &Settings) -> Finding {
    let wanted = triage_settings(settings, &crate::triage::Policy::shipped());
    Finding { what: "ONNX Runtime", outcome: engine(&wanted) }
}

/// Which ONNX Runtime library would serve; not having one is fine unless it was asked for.
///
/// # Errors
/// Why the engine that was asked for cannot be used, with what to do.
pub fn engine(wanted: &bundle::Settings) -> Result<String, String> {
    match bundle::load(&bundle::Settings { engine: EngineChoice::Ort, ..wanted.clone() }) {
        Ok(model) => Ok(model.network.library.map_or_else(String::new, |path| path.display().to_string())),
        Err(why) if wanted.engine == EngineChoice::Ort => Err(why),
        Err(why) => Ok(format!("not used ({why}); the built-in engine serves")),
    }
}

fn database(settings: &Settings) -> Finding {
    let path = &settings.store.path;
    let outcome = match inspect(path) {
        Ok(Found::Nothing) => folder(path).map(|()| format!("{} will be created", path.display())),
        Ok(Found::Ours) => Ok(path.display().to_string()),
        Err(why) => Err(why.to_string()),
    };
    Finding { what: "database", outcome }
}

/// Whether the nearest folder that exists can be written.
fn folder(path: &Path) -> Result<(), String> {
    let nearest = path.ancestors().skip(1).find(|folder| folder.as_os_str().is_empty() || folder.is_dir());
    let nearest = nearest.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    match nearest.metadata() {
        Ok(facts) if facts.permissions().readonly() => {
            Err(format!("{} is read-only: choose another place (store.path)", nearest.display()))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{}: {error}", nearest.display())),
    }
}

fn port(settings: &Settings) -> Finding {
    let listen = settings.server.listen;
    let outcome = match TcpListener::bind(listen) {
        Ok(_) => Ok(format!("{listen} is free")),
        Err(error) => {
            Err(format!("{listen}: {error}. Is the server running already? Else choose another server.listen"))
        }
    };
    Finding { what: "address", outcome }
}

fn articles(settings: &Settings) -> Finding {
    let folder = &settings.routing.knowledge;
    let read = if folder.as_os_str().is_empty() { knowledge::example() } else { knowledge::from_path(folder) };
    let outcome = read.map(|articles| format!("{} articles", articles.len())).map_err(|error| error.to_string());
    Finding { what: "knowledge", outcome }
}

fn flows(settings: &Settings) -> Finding {
    let file = &settings.bot.flows;
    let outcome = if file.as_os_str().is_empty() {
        Ok("none (bot.flows)".to_owned())
    } else {
        let read = flows::from_path(file).map(|flows| flows.size()).map_err(|error| error.to_string());
        read.map(|(flows, steps)| format!("{flows} flows, {steps} steps"))
    };
    Finding { what: "flows", outcome }
}

fn language_model(settings: &Settings) -> Finding {
    let outcome = match generator(settings) {
        Ok(None) => Ok("none (bot.model.url)".to_owned()),
        Ok(Some(generator)) => match super::serve::runtime() {
            Ok(runtime) => runtime.block_on(generator.model.probe()),
            Err(error) => Err(format!("{error:#}")),
        },
        Err(error) => Err(format!("{error:#}")),
    };
    Finding { what: "bot's model", outcome }
}

fn words(settings: &Settings) -> Finding {
    let outcome = wording(settings).map(|words| format!("{} rules for replies", words.listing().rules.len()));
    Finding { what: "wording", outcome: outcome.map_err(|error| format!("{error:#}")) }
}

/// Languages without a text are no fault, but somebody should know.
fn help(settings: &Settings) -> Finding {
    let languages = settings.triage.distress.texts().map(|(language, key, text)| match text {
        Some(text) if Distress::is_shipped(text) => format!("{language}: the shipped words, without a number ({key})"),
        Some(text) => format!("{language}: {} characters", text.chars().count()),
        None => format!("{language}: none set ({key}), so that the bot says only that a person was called"),
    });
    Finding { what: "distress help", outcome: Ok(languages.join("; ")) }
}
