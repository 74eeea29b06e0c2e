use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use pytheus_core::model::Labels;
use rusqlite::Connection;
use rusqlite::params;

/// The series of a metric in other runs: their labels and numbers.
pub type Others = BTreeMap<String, Vec<(Labels, Vec<f64>)>>;

/// The rows: one for each number of each series of each run.
pub struct Database {
    connection: Connection,
    run: String,
}

impl Database {
    pub fn open(path: &Path, run: String) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE IF NOT EXISTS samples (
                 run TEXT, metric TEXT, labels TEXT, part INTEGER, value REAL,
                 PRIMARY KEY (run, metric, labels, part)
             ) WITHOUT ROWID;",
        )?;
        Ok(Self { connection, run })
    }

    /// Writes series, and takes others away, all at once.
    pub fn write(
        &mut self,
        removed: &[(String, Labels)],
        series: &[(String, Labels, Vec<f64>)],
    ) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for (metric, labels) in removed {
            let mut delete =
                transaction.prepare_cached("DELETE FROM samples WHERE run = ? AND metric = ? AND labels = ?")?;
            delete.execute(params![self.run, metric, spelled(labels)])?;
        }
        for (metric, labels, numbers) in series {
            let mut upsert = transaction.prepare_cached("INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?)")?;
            for (part, number) in numbers.iter().enumerate() {
                upsert.execute(params![self.run, metric, spelled(labels), part as i64, number])?;
            }
        }
        transaction.commit()
    }

    /// What other runs wrote.
    pub fn others(&self) -> rusqlite::Result<Others> {
        let mut select = self.connection.prepare_cached(
            "SELECT metric, labels, run, value FROM samples WHERE run <> ? ORDER BY metric, labels, run, part",
        )?;
        let mut rows = select.query([&self.run])?;
        let mut others = Others::new();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let at: (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            // NaN is NULL in SQLite.
            let value: f64 = row.get::<_, Option<f64>>(3)?.unwrap_or(f64::NAN);
            let series = others.entry(at.0.clone()).or_default();
            if last.as_ref() != Some(&at) {
                series.push((parsed(&at.1), Vec::new()));
                last = Some(at);
            }
            if let Some((_, numbers)) = series.last_mut() {
                numbers.push(value);
            }
        }
        Ok(others)
    }
}

/// Labels as text that any name and value can be in: each with its length before it.
fn spelled(labels: &Labels) -> String {
    let part = |text: &str| format!("{}:{text}", text.len());
    labels.iter().map(|(name, value)| part(name) + &part(&value)).collect()
}

fn parsed(mut text: &str) -> Labels {
    let mut parts = Vec::new();
    while let Some((length, rest)) = text.split_once(':') {
        let Some((part, rest)) = length.parse().ok().and_then(|length| rest.split_at_checked(length)) else { break };
        parts.push(part);
        text = rest;
    }
    let pairs = parts.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    Labels::new(pairs).unwrap_or_else(|_| Labels::empty())
}
