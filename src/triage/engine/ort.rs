//! ONNX Runtime, loaded at run time from a library that is on the machine.
//!
//! Owns the search for the library. Loads nothing unless `ORT_DISABLE_TELEMETRY` is set: official builds report usage
//! otherwise, and customers' chats are nobody else's business.

use super::{Batch, Engine, Loaded, Output};
use ort::environment::Environment;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::TensorRef;
use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Version that `scripts/onnxruntime.sh` fetches.
pub const VERSION: &str = "1.31.1";

/// The library is loaded once per process: there is no way back to another one.
static LOADED: Mutex<Option<Environment>> = Mutex::new(None);

pub(super) fn load(named: Option<&Path>, network: &Arc<[u8]>) -> Result<Loaded, String> {
    #[expect(clippy::disallowed_methods, reason = "it guards the library, not our settings")]
    let is_quiet = std::env::var("ORT_DISABLE_TELEMETRY").is_ok_and(|value| value == "1");
    if !is_quiet {
        return Err("ORT_DISABLE_TELEMETRY=1 is not set, without which the library reports usage".to_owned());
    }
    let library = find(named)?;
    let environment = start(&library)?;
    let network = Arc::clone(network);
    let make = move || Ok(Box::new(OrtEngine { session: session(&environment, &network)? }) as Box<dyn Engine>);
    Ok(Loaded { name: name(&library), library: Some(library), make: Arc::new(make) })
}

/// Named, `ORT_DYLIB_PATH`, beside the executable, the cache of `scripts/onnxruntime.sh`.
fn find(named: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(named) = named {
        return if named.is_file() { Ok(named.to_owned()) } else { Err(format!("{} is not there", named.display())) };
    }
    let found = candidates().into_iter().find(|path| path.is_file());
    found.ok_or_else(|| "no ONNX Runtime library found; `sh scripts/onnxruntime.sh` fetches one".to_owned())
}

#[expect(clippy::disallowed_methods, reason = "places that the operating system names, not our settings")]
fn candidates() -> Vec<PathBuf> {
    let file = match OS {
        "macos" => "libonnxruntime.dylib",
        "windows" => "onnxruntime.dll",
        _ => "libonnxruntime.so",
    };
    let mut paths: Vec<PathBuf> = std::env::var("ORT_DYLIB_PATH").ok().map(PathBuf::from).into_iter().collect();
    if let Some(folder) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        paths.push(folder.join(file));
    }
    let home = |name: &str| std::env::var(name).ok().map(PathBuf::from);
    let cache = match OS {
        "macos" => home("HOME").map(|home| home.join("Library/Caches")),
        "windows" => home("LOCALAPPDATA"),
        _ => home("XDG_CACHE_HOME").or_else(|| home("HOME").map(|home| home.join(".cache"))),
    };
    paths.extend(cache.map(|cache| cache.join(format!("attune/onnxruntime/{VERSION}/{OS}-{ARCH}")).join(file)));
    paths
}

fn start(library: &Path) -> Result<Environment, String> {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    let builder = ort::init_from(library).map_err(|error| because(library, &error))?;
    let environment = builder.with_telemetry(false).build().map_err(|e| format!("{}: {e}", library.display()))?;
    Ok(loaded.insert(environment).clone())
}

/// `ort 1.31.1`, as far as the library's place tells its version; the library itself is asked by `ort` only whether
/// it is new enough.
fn name(library: &Path) -> String {
    let real = library.canonicalize().unwrap_or_else(|_| library.to_owned());
    let text = real.to_string_lossy();
    let is_version = |part: &&str| part.matches('.').count() == 2 && part.split('.').all(|n| n.parse::<u16>().is_ok());
    let mut parts = text.split(['/', '\\']).flat_map(|part| [part, part.trim_start_matches("libonnxruntime.so.")]);
    parts.rfind(is_version).map_or_else(|| "ort".to_owned(), |version| format!("ort {version}"))
}

/// ort says only "dlopen failed"; the reason is its source.
fn because(library: &Path, error: &ort::LoadDynamicError) -> String {
    let source = std::error::Error::source(error);
    let reason =
        source.and_then(std::error::Error::source).or(source).map_or_else(|| error.to_string(), ToString::to_string);
    format!("{}: {reason}", library.display())
}

fn session(environment: &Environment, network: &[u8]) -> Result<Session, String> {
    let build = || -> ort::Result<Session> {
        Session::builder(environment)?
            .with_optimization_level(GraphOptimizationLevel::All)?
            .with_intra_threads(1)?
            .with_inter_threads(1)?
            .with_intra_op_spinning(false)?
            .with_memory_pattern(false)?
            .commit_from_memory(network)
    };
    build().map_err(|error| format!("ONNX Runtime does not take the network: {error}"))
}

struct OrtEngine {
    session: Session,
}

impl OrtEngine {
    /// Runs a batch and hands over these outputs, flat.
    fn outputs<const N: usize>(&mut self, batch: &Batch, names: [&str; N]) -> Result<[Vec<f32>; N], String> {
        let shape = [batch.rows, batch.length];
        let say = |error: ort::Error| error.to_string();
        let inputs = ort::inputs![
            "input_ids" => TensorRef::from_array_view((shape, batch.ids.as_slice())).map_err(say)?,
            "attention_mask" => TensorRef::from_array_view((shape, batch.mask.as_slice())).map_err(say)?,
            "token_type_ids" => TensorRef::from_array_view((shape, batch.types.as_slice())).map_err(say)?,
        ];
        let ran = self.session.run(inputs).map_err(say)?;
        let mut found = [const { Vec::new() }; N];
        for (slot, name) in found.iter_mut().zip(names) {
            let value = ran.get(name).ok_or_else(|| format!("the network has no `{name}`"))?;
            *slot = value.try_extract_tensor::<f32>().map_err(say)?.1.to_vec();
        }
        Ok(found)
    }
}

impl Engine for OrtEngine {
    fn run(&mut self, batch: &Batch) -> Result<Output, String> {
        let [logits, contributions] = self.outputs(batch, ["logits", "contributions"])?;
        Ok(Output { logits, contributions })
    }

    fn embed(&mut self, batch: &Batch) -> Result<Vec<f32>, String> {
        let [embedding] = self.outputs(batch, ["embedding"])?;
        Ok(embedding)
    }
}
