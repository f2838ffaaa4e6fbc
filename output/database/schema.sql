-- results.sqlite: a run, or many of them, as tables. The guide is docs/guide/database.md.
--
-- Small tables go by names. The two large ones (trajectory_cells, replication_cells) go by numbers of dates, areas and series, which
-- keeps them small; the views `trajectories` and `replications` say the names. Every table begins with the number its run has in
-- this file. Dates are text, YYYY-MM-DD; shares are from 0 to 1; NULL is: no value. A file says what it is in its header:
-- application_id is the letters MUST, user_version the version of this schema.
PRAGMA application_id = 0x4d555354;
PRAGMA user_version = 3;

-- A run: a scenario simulated many times. A comparison is one run for each strategy, the place as planned first.
CREATE TABLE runs (
  run                    INTEGER PRIMARY KEY,  -- its number in this file, from 1; another file may number it otherwise
  id                     TEXT NOT NULL UNIQUE, -- SHA-256 of inputs, parameters, seed and results: the same run has the same id anywhere
  program                TEXT NOT NULL,
  version                TEXT NOT NULL,
  place                  TEXT NOT NULL,        -- its id
  title                  TEXT NOT NULL,        -- of place and strategy, as the scenario says it
  english                TEXT,                 -- the same in English, where the scenario has it
  scenario               TEXT NOT NULL,        -- the file, as typed
  strategy               TEXT NOT NULL,        -- its id; as_planned: none
  command                TEXT NOT NULL,        -- repeats the run
  seed                   INTEGER NOT NULL,     -- one beyond 2^63 shows as a negative number of 64 bits
  replications           INTEGER NOT NULL,     -- finished
  replications_requested INTEGER,              -- NULL: as many as precision needed
  only_replication       INTEGER,              -- the one that was run alone; NULL: no such thing
  start                  TEXT NOT NULL,
  horizon                TEXT NOT NULL,
  complete               INTEGER NOT NULL CHECK (complete IN (0, 1)), -- neither interrupted nor with a replication that stopped
  finish                 TEXT NOT NULL,        -- why no further replications were added
  exact_quantiles        INTEGER NOT NULL CHECK (exact_quantiles IN (0, 1)),
  events                 INTEGER NOT NULL,     -- simulated
  results_digest         TEXT NOT NULL,        -- SHA-256 of the folder's .csv tables, as in manifest.json
  compared_with          INTEGER REFERENCES runs (run) -- of a comparison's strategies: the place as planned; else NULL
) STRICT;

-- What was read, in that order.
CREATE TABLE inputs (
  run      INTEGER NOT NULL REFERENCES runs (run),
  position INTEGER NOT NULL, -- from 1
  path     TEXT NOT NULL,
  bytes    INTEGER NOT NULL,
  sha256   TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- The report dates. Number 0 is the start.
CREATE TABLE dates (
  run    INTEGER NOT NULL REFERENCES runs (run),
  number INTEGER NOT NULL,
  date   TEXT NOT NULL,
  year   INTEGER NOT NULL,
  PRIMARY KEY (run, number),
  UNIQUE (run, date)
) STRICT, WITHOUT ROWID;

-- Areas, groups of them, and `all`, the whole.
CREATE TABLE areas (
  run     INTEGER NOT NULL REFERENCES runs (run),
  number  INTEGER NOT NULL, -- in the order of the scenario, from 0; the whole is last
  area    TEXT NOT NULL,    -- its id
  name    TEXT,             -- as the scenario says it
  english TEXT,
  within  TEXT,             -- the area around it; NULL for the whole
  kind    TEXT NOT NULL CHECK (kind IN ('area', 'group', 'whole')),
  PRIMARY KEY (run, number),
  UNIQUE (run, area),
  FOREIGN KEY (run, within) REFERENCES areas (run, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  run      INTEGER NOT NULL REFERENCES runs (run),
  number   INTEGER NOT NULL, -- from 0
  series   TEXT NOT NULL,    -- <model>.<what>
  unit     TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('stock', 'flow', 'tally', 'share')), -- a tally is the mean of the period's cases
  meaning  TEXT NOT NULL,
  headline INTEGER NOT NULL CHECK (headline IN (0, 1)), -- shown first
  PRIMARY KEY (run, number),
  UNIQUE (run, series)
) STRICT, WITHOUT ROWID;

-- Every parameter as the run had it.
CREATE TABLE parameters (
  run      INTEGER NOT NULL REFERENCES runs (run),
  position INTEGER NOT NULL, -- in the order of the declarations, from 1
  path     TEXT NOT NULL,
  section  TEXT NOT NULL,    -- the path's first part: the model
  written  TEXT NOT NULL,    -- as the file has it
  value    TEXT,             -- resolved: text, or JSON where it is more than one number
  number   REAL,             -- the value where it is one number
  low      REAL,             -- of a range drawn once per replication, and below; else NULL
  likely   REAL,
  high     REAL,
  unit     TEXT,
  kind     TEXT NOT NULL CHECK (kind IN ('fact', 'estimate', 'assumption')),
  stated   INTEGER NOT NULL CHECK (stated IN (0, 1)), -- whether the writer said so; an unmarked value is an assumption
  facts    TEXT,             -- ids of the facts it carries, with commas
  source   TEXT,
  note     TEXT,
  meaning  TEXT NOT NULL,
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX parameters_by_path ON parameters (path, run);

-- What a short name of a source stands for.
CREATE TABLE sources (
  run    INTEGER NOT NULL REFERENCES runs (run),
  source TEXT NOT NULL,
  text   TEXT NOT NULL,
  PRIMARY KEY (run, source)
) STRICT, WITHOUT ROWID;

-- Replications that stopped, and are in no result.
CREATE TABLE stopped (
  run         INTEGER NOT NULL REFERENCES runs (run),
  replication INTEGER NOT NULL,
  why         TEXT NOT NULL,
  command     TEXT, -- shows it
  PRIMARY KEY (run, replication)
) STRICT, WITHOUT ROWID;

-- The distribution of a value over the replications. Series first: a question is mostly about one of them over time.
CREATE TABLE trajectory_cells (
  run          INTEGER NOT NULL,
  series       INTEGER NOT NULL,
  area         INTEGER NOT NULL,
  date         INTEGER NOT NULL,
  replications INTEGER NOT NULL, -- with a value there
  mean         REAL,
  sd           REAL,             -- of the values, n - 1
  p05          REAL,
  p10          REAL,
  p25          REAL,
  p50          REAL,
  p75          REAL,
  p90          REAL,
  p95          REAL,
  PRIMARY KEY (run, series, area, date),
  FOREIGN KEY (run, series) REFERENCES series (run, number),
  FOREIGN KEY (run, area) REFERENCES areas (run, number),
  FOREIGN KEY (run, date) REFERENCES dates (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
  run              INTEGER NOT NULL REFERENCES runs (run),
  position         INTEGER NOT NULL, -- in the order of the scenario, from 1
  target           TEXT NOT NULL,    -- its id
  title            TEXT,             -- as the scenario says it
  english          TEXT,
  facts            TEXT,             -- ids of the facts it carries, with commas
  series           TEXT NOT NULL,
  area             TEXT NOT NULL,
  comparison       TEXT NOT NULL CHECK (comparison IN ('at_least', 'at_most')),
  goal             REAL NOT NULL,
  unit             TEXT NOT NULL,
  due              TEXT NOT NULL,    -- judged at the end of this date
  probability      REAL,             -- of being met then, with a 95 % interval
  probability_low  REAL,
  probability_high REAL,
  p05              REAL,             -- the value then
  p50              REAL,
  p95              REAL,
  shortfall_mean   REAL,             -- how far from the goal on average, 0 where met
  reached_share    REAL,             -- of replications that meet it on any date up to the horizon
  reached_p50      TEXT,             -- the date by which half of all have; NULL if fewer ever do
  PRIMARY KEY (run, target),
  FOREIGN KEY (run, series) REFERENCES series (run, series),
  FOREIGN KEY (run, area) REFERENCES areas (run, area)
) STRICT, WITHOUT ROWID;

-- The share of replications that have first met a target by each report date.
CREATE TABLE target_dates (
  run     INTEGER NOT NULL,
  target  TEXT NOT NULL,
  date    TEXT NOT NULL,
  reached REAL,
  PRIMARY KEY (run, target, date),
  FOREIGN KEY (run, target) REFERENCES targets (run, target),
  FOREIGN KEY (run, date) REFERENCES dates (run, date)
) STRICT, WITHOUT ROWID;

-- With --keep-replications, and for a replication run alone: every value of each.
CREATE TABLE replication_cells (
  run         INTEGER NOT NULL,
  series      INTEGER NOT NULL,
  area        INTEGER NOT NULL,
  date        INTEGER NOT NULL,
  replication INTEGER NOT NULL,
  value       REAL,
  PRIMARY KEY (run, series, area, date, replication),
  FOREIGN KEY (run, series) REFERENCES series (run, number),
  FOREIGN KEY (run, area) REFERENCES areas (run, number),
  FOREIGN KEY (run, date) REFERENCES dates (run, number)
) STRICT, WITHOUT ROWID;

-- The same of targets: the value on its date, and when it was first met.
CREATE TABLE replication_targets (
  run         INTEGER NOT NULL,
  target      TEXT NOT NULL,
  replication INTEGER NOT NULL,
  value       REAL,    -- NULL: nothing to judge
  met         INTEGER NOT NULL CHECK (met IN (0, 1)),
  reached     TEXT,    -- NULL: not by the horizon
  PRIMARY KEY (run, target, replication),
  FOREIGN KEY (run, target) REFERENCES targets (run, target)
) STRICT, WITHOUT ROWID;

-- Of a comparison: this run less the one it is compared with, replication by replication under the same luck.
CREATE TABLE difference_cells (
  run            INTEGER NOT NULL,
  series         INTEGER NOT NULL,
  area           INTEGER NOT NULL,
  date           INTEGER NOT NULL,
  replications   INTEGER NOT NULL, -- in which both have a value
  mean           REAL,
  low            REAL,             -- paired 95 % interval
  high           REAL,
  variance_ratio REAL,             -- how many times the replications one would need without pairing
  PRIMARY KEY (run, series, area, date),
  FOREIGN KEY (run, series) REFERENCES series (run, number),
  FOREIGN KEY (run, area) REFERENCES areas (run, number),
  FOREIGN KEY (run, date) REFERENCES dates (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE target_differences (
  run         INTEGER NOT NULL,
  target      TEXT NOT NULL,
  judged_by   TEXT CHECK (judged_by IN ('probability', 'value')), -- what tells it from the place as planned
  gain        REAL, -- of the probability, if judged by it, with the interval that ranks rest on
  gain_low    REAL,
  gain_high   REAL,
  value_gain      REAL, -- of the value on the date, if judged by it, in the unit of the target
  value_gain_low  REAL,
  value_gain_high REAL,
  extra_spent REAL, -- yuan, up to the target's date
  rank        INTEGER, -- 1 and 1 more for each strategy that is better beyond doubt; NULL: nothing to judge
  PRIMARY KEY (run, target),
  FOREIGN KEY (run, target) REFERENCES targets (run, target)
) STRICT, WITHOUT ROWID;

-- The table trajectories.csv, with years and kinds.
CREATE VIEW trajectories AS
SELECT c.run, d.date, d.year, a.area, s.series, s.unit, s.kind, c.replications, c.mean, c.sd, c.p05, c.p10, c.p25, c.p50, c.p75,
       c.p90, c.p95
FROM trajectory_cells AS c
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- Every value kept, by name.
CREATE VIEW replications AS
SELECT c.run, c.replication, d.date, d.year, a.area, s.series, s.unit, s.kind, c.value
FROM replication_cells AS c
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- The table differences.csv.
CREATE VIEW differences AS
SELECT c.run, r.strategy, d.date, d.year, a.area, s.series, s.unit, s.kind, c.replications, c.mean, c.low, c.high, c.variance_ratio
FROM difference_cells AS c
JOIN runs AS r ON r.run = c.run
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- What becomes of each target. A shortfall is how far the median is from the goal, in the series' unit.
CREATE VIEW target_summary AS
SELECT t.run, r.place, r.strategy, t.target, coalesce(t.title, t.target) AS title, t.series, t.area, t.comparison, t.goal, t.unit,
       t.due, t.probability, t.probability_low, t.probability_high, t.p50 AS median,
       max(0, CASE t.comparison WHEN 'at_least' THEN t.goal - t.p50 ELSE t.p50 - t.goal END) AS shortfall,
       t.reached_share, t.reached_p50 AS half_reach_it
FROM targets AS t
JOIN runs AS r ON r.run = t.run
ORDER BY t.run, t.position;

-- Flows by calendar year. Means add up, quantiles do not. The first year includes what the scenario states of the time before the
-- start; `until` shows how far a last year goes.
CREATE VIEW yearly_flows AS
SELECT t.run, r.place, r.strategy, t.series, t.unit, t.area, t.year, sum(t.mean) AS mean, max(t.date) AS until
FROM trajectories AS t
JOIN runs AS r ON r.run = t.run
WHERE t.kind = 'flow'
GROUP BY t.run, t.series, t.area, t.year;

-- Flows by calendar year of each replication kept: their quantiles are those of the year.
CREATE VIEW yearly_replications AS
SELECT v.run, v.replication, v.series, v.unit, v.area, v.year, sum(v.value) AS value
FROM replications AS v
WHERE v.kind = 'flow'
GROUP BY v.run, v.series, v.area, v.year, v.replication;

-- How things stand at the horizon: stocks and shares by area.
CREATE VIEW latest_by_area AS
SELECT t.run, r.place, r.strategy, t.series, t.unit, t.area, a.name, a.kind AS area_kind, t.date, t.mean, t.p05, t.p50, t.p95
FROM runs AS r
JOIN trajectories AS t ON t.run = r.run AND t.date = r.horizon
JOIN areas AS a ON a.run = t.run AND a.area = t.area
WHERE t.kind IN ('stock', 'share');

-- Stations open, of all township-level units: by area at the end of each year, and when half of the replications have all.
CREATE VIEW coverage_by_area AS
SELECT t.run, r.place, r.strategy, t.area, a.name, a.kind AS area_kind, t.year, t.date, t.p05, t.p50 AS median, t.p95,
       (SELECT min(f.date) FROM trajectories AS f
        WHERE f.run = t.run AND f.series = t.series AND f.area = t.area AND f.p50 >= 1) AS half_cover_all
FROM trajectories AS t
JOIN runs AS r ON r.run = t.run
JOIN areas AS a ON a.run = t.run AND a.area = t.area
WHERE t.series = 'stations.coverage'
  AND t.date = (SELECT max(d.date) FROM dates AS d WHERE d.run = t.run AND d.year = t.year);

-- What the parameters rest on, by model.
CREATE VIEW parameter_evidence AS
SELECT p.run, r.place, r.strategy, p.section, p.kind, count(*) AS parameters, count(p.source) AS with_source,
       count(p.low) AS with_range
FROM parameters AS p
JOIN runs AS r ON r.run = p.run
GROUP BY p.run, p.section, p.kind;

-- Parameters that differ between two runs of one place, in value or in evidence, or that only one of them has.
CREATE VIEW parameter_changes AS
SELECT ra.run AS run_a, rb.run AS run_b, a.path, a.written AS written_a, b.written AS written_b, a.kind AS kind_a, b.kind AS kind_b,
       coalesce(b.file, a.file) AS file, coalesce(b.line, a.line) AS line
FROM runs AS ra
JOIN runs AS rb ON rb.place = ra.place AND rb.run > ra.run
JOIN parameters AS a ON a.run = ra.run
LEFT JOIN parameters AS b ON b.run = rb.run AND b.path = a.path
WHERE a.value IS NOT b.value OR a.kind IS NOT b.kind
UNION ALL
SELECT ra.run, rb.run, b.path, NULL, b.written, NULL, b.kind, b.file, b.line
FROM runs AS ra
JOIN runs AS rb ON rb.place = ra.place AND rb.run > ra.run
JOIN parameters AS b ON b.run = rb.run
WHERE NOT EXISTS (SELECT 1 FROM parameters AS a WHERE a.run = ra.run AND a.path = b.path);
