-- results.sqlite: a run, or many of them, as tables. The guide is docs/guide/database.md.
--
-- Small tables refer to areas, series and dates by name. The large ones (trajectory_cells, replication_cells,
-- difference_cells) refer to them by number, which keeps the file small; the views `trajectories`, `replications`
-- and `differences` add the names. The first column of every table is the number of its run in this file. Dates
-- are text, YYYY-MM-DD; shares are from 0 to 1; NULL means no value. The header of a file identifies it:
-- application_id is the letters MUST, user_version the version of this schema.
PRAGMA application_id = 0x4d555354;
PRAGMA user_version = 3;

-- A run: a scenario simulated many times. A comparison is one run for each strategy, the place as planned first.
-- The same run has the same id in every file.
CREATE TABLE runs (
  run                    INTEGER PRIMARY KEY,  -- its number in this file, from 1; it may differ between files
  id                     TEXT NOT NULL UNIQUE, -- SHA-256 of inputs, parameters, seed and results
  program                TEXT NOT NULL,
  version                TEXT NOT NULL,
  place                  TEXT NOT NULL,        -- its id
  title                  TEXT NOT NULL,        -- of place and strategy, as written in the scenario
  english                TEXT,                 -- the same in English, if the scenario has it
  scenario               TEXT NOT NULL,        -- the file, as typed
  strategy               TEXT NOT NULL,        -- its id; as_planned: without a strategy
  command                TEXT NOT NULL,        -- repeats the run
  seed                   INTEGER NOT NULL,     -- from 2^63 on stored as a negative number (two's complement, 64 bits)
  replications           INTEGER NOT NULL,     -- finished
  replications_requested INTEGER,              -- NULL: as many as the required precision needed
  only_replication       INTEGER,              -- the number of a replication that was run alone; NULL: a run of many
  start                  TEXT NOT NULL,
  horizon                TEXT NOT NULL,
  complete               INTEGER NOT NULL CHECK (complete IN (0, 1)), -- 1: not interrupted, and no replication stopped
  finish                 TEXT NOT NULL,        -- why no further replications were added
  exact_quantiles        INTEGER NOT NULL CHECK (exact_quantiles IN (0, 1)),
  events                 INTEGER NOT NULL,     -- number of events simulated
  results_digest         TEXT NOT NULL,        -- SHA-256 of the folder's .csv tables, as in manifest.json
  compared_with          INTEGER REFERENCES runs (run) -- in a comparison: the run of the place as planned
) STRICT;

-- The files that were read, in the order of reading.
CREATE TABLE inputs (
  run      INTEGER NOT NULL REFERENCES runs (run),
  position INTEGER NOT NULL, -- from 1
  path     TEXT NOT NULL,
  bytes    INTEGER NOT NULL,
  sha256   TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- The dates at which series are recorded. Number 0 is the start.
CREATE TABLE dates (
  run    INTEGER NOT NULL REFERENCES runs (run),
  number INTEGER NOT NULL,
  date   TEXT NOT NULL,
  year   INTEGER NOT NULL,
  PRIMARY KEY (run, number),
  UNIQUE (run, date)
) STRICT, WITHOUT ROWID;

-- Areas, groups of areas, and the whole place, `all`.
CREATE TABLE areas (
  run     INTEGER NOT NULL REFERENCES runs (run),
  number  INTEGER NOT NULL, -- in the order of the scenario, from 0; the whole place is last
  area    TEXT NOT NULL,    -- its id
  name    TEXT,             -- as written in the scenario
  english TEXT,
  within  TEXT,             -- the area that contains it; NULL for the whole place
  kind    TEXT NOT NULL CHECK (kind IN ('area', 'group', 'whole')),
  PRIMARY KEY (run, number),
  UNIQUE (run, area),
  FOREIGN KEY (run, within) REFERENCES areas (run, area)
) STRICT, WITHOUT ROWID;

-- A tally is recorded as the mean of the period's cases.
CREATE TABLE series (
  run      INTEGER NOT NULL REFERENCES runs (run),
  number   INTEGER NOT NULL, -- from 0
  series   TEXT NOT NULL,    -- <model>.<what>
  unit     TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('stock', 'flow', 'tally', 'share')),
  meaning  TEXT NOT NULL,
  headline INTEGER NOT NULL CHECK (headline IN (0, 1)), -- 1: one of the series that are shown first
  PRIMARY KEY (run, number),
  UNIQUE (run, series)
) STRICT, WITHOUT ROWID;

-- Every parameter with the value that the run used.
CREATE TABLE parameters (
  run      INTEGER NOT NULL REFERENCES runs (run),
  position INTEGER NOT NULL, -- in the order of the declarations, from 1
  path     TEXT NOT NULL,
  section  TEXT NOT NULL,    -- the first part of the path: the model
  written  TEXT NOT NULL,    -- the value as written in the file
  value    TEXT,             -- resolved: text, or JSON where it is more than one number
  number   REAL,             -- the value if it is one number
  low      REAL,             -- low, likely, high: of a range from which each replication draws once; else NULL
  likely   REAL,
  high     REAL,
  unit     TEXT,
  kind     TEXT NOT NULL CHECK (kind IN ('fact', 'estimate', 'assumption')),
  stated   INTEGER NOT NULL CHECK (stated IN (0, 1)), -- 1: the file states the kind; 0: an assumption
  facts    TEXT,             -- ids of the facts that the value rests on, separated by commas
  source   TEXT,
  note     TEXT,
  meaning  TEXT NOT NULL,
  file     TEXT NOT NULL,
  line     INTEGER NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX parameters_by_path ON parameters (path, run);

-- The sources by their ids, as the scenario files state them: name and address, or citation.
CREATE TABLE sources (
  run    INTEGER NOT NULL REFERENCES runs (run),
  source TEXT NOT NULL,
  text   TEXT NOT NULL,
  PRIMARY KEY (run, source)
) STRICT, WITHOUT ROWID;

-- Replications that stopped with an error; they are not in the results.
CREATE TABLE stopped (
  run         INTEGER NOT NULL REFERENCES runs (run),
  replication INTEGER NOT NULL,
  why         TEXT NOT NULL,
  command     TEXT, -- reproduces the error
  PRIMARY KEY (run, replication)
) STRICT, WITHOUT ROWID;

-- The distribution of each value over the replications. The key begins with the series, because most queries are
-- about one series over time.
CREATE TABLE trajectory_cells (
  run          INTEGER NOT NULL,
  series       INTEGER NOT NULL,
  area         INTEGER NOT NULL,
  date         INTEGER NOT NULL,
  replications INTEGER NOT NULL, -- that have a value
  mean         REAL,
  sd           REAL,             -- sample standard deviation (divisor n - 1)
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
  title            TEXT,             -- as written in the scenario
  english          TEXT,
  facts            TEXT,             -- ids of the facts that the target rests on, separated by commas
  series           TEXT NOT NULL,
  area             TEXT NOT NULL,
  comparison       TEXT NOT NULL CHECK (comparison IN ('at_least', 'at_most')),
  goal             REAL NOT NULL,
  unit             TEXT NOT NULL,
  due              TEXT NOT NULL,    -- judged at the end of this date
  probability      REAL,             -- of meeting the target on that date, with a 95 % interval
  probability_low  REAL,
  probability_high REAL,
  p05              REAL,             -- p05, p50, p95: quantiles of the value on that date
  p50              REAL,
  p95              REAL,
  shortfall_mean   REAL,             -- mean distance from the goal; 0 in replications that meet it
  reached_share    REAL,             -- share of replications that meet it on any date up to the horizon
  reached_p50      TEXT,             -- the date by which half of all replications have met it; NULL: fewer do
  PRIMARY KEY (run, target),
  FOREIGN KEY (run, series) REFERENCES series (run, series),
  FOREIGN KEY (run, area) REFERENCES areas (run, area)
) STRICT, WITHOUT ROWID;

-- The share of replications that have met a target at least once by each date of `dates`.
CREATE TABLE target_dates (
  run     INTEGER NOT NULL,
  target  TEXT NOT NULL,
  date    TEXT NOT NULL,
  reached REAL,
  PRIMARY KEY (run, target, date),
  FOREIGN KEY (run, target) REFERENCES targets (run, target),
  FOREIGN KEY (run, date) REFERENCES dates (run, date)
) STRICT, WITHOUT ROWID;

-- With --keep-replications, and for a replication run alone: every value of each replication.
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

-- For the same replications: the value on each target's date, and the date when the target was first met.
CREATE TABLE replication_targets (
  run         INTEGER NOT NULL,
  target      TEXT NOT NULL,
  replication INTEGER NOT NULL,
  value       REAL,    -- NULL: nothing to judge
  met         INTEGER NOT NULL CHECK (met IN (0, 1)),
  reached     TEXT,    -- NULL: not met up to the horizon
  PRIMARY KEY (run, target, replication),
  FOREIGN KEY (run, target) REFERENCES targets (run, target)
) STRICT, WITHOUT ROWID;

-- For a comparison: this run less the run it is compared with, replication by replication with the same random
-- numbers.
CREATE TABLE difference_cells (
  run            INTEGER NOT NULL,
  series         INTEGER NOT NULL,
  area           INTEGER NOT NULL,
  date           INTEGER NOT NULL,
  replications   INTEGER NOT NULL, -- in which both have a value
  mean           REAL,
  low            REAL,             -- paired 95 % interval
  high           REAL,
  variance_ratio REAL,             -- factor by which more replications would be needed without pairing
  PRIMARY KEY (run, series, area, date),
  FOREIGN KEY (run, series) REFERENCES series (run, number),
  FOREIGN KEY (run, area) REFERENCES areas (run, number),
  FOREIGN KEY (run, date) REFERENCES dates (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE target_differences (
  run         INTEGER NOT NULL,
  target      TEXT NOT NULL,
  judged_by   TEXT CHECK (judged_by IN ('probability', 'value')), -- the measure on which gain and rank rest
  gain        REAL, -- of the probability, if judged by it, with the interval that ranks rest on
  gain_low    REAL,
  gain_high   REAL,
  value_gain      REAL, -- of the value on the date, if judged by it, in the unit of the target
  value_gain_low  REAL,
  value_gain_high REAL,
  extra_spent REAL, -- mean extra spending up to the target's date, in yuan
  rank        INTEGER, -- 1, and 1 more for each strategy that is certainly better; NULL: nothing to judge
  PRIMARY KEY (run, target),
  FOREIGN KEY (run, target) REFERENCES targets (run, target)
) STRICT, WITHOUT ROWID;

-- The table trajectories.csv, with the year of each date and the kind of each series.
CREATE VIEW trajectories AS
SELECT c.run, d.date, d.year, a.area, s.series, s.unit, s.kind, c.replications, c.mean, c.sd, c.p05, c.p10, c.p25, c.p50, c.p75,
       c.p90, c.p95
FROM trajectory_cells AS c
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- Every value in replication_cells, with names in place of numbers.
CREATE VIEW replications AS
SELECT c.run, c.replication, d.date, d.year, a.area, s.series, s.unit, s.kind, c.value
FROM replication_cells AS c
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- The table differences.csv, with the year of each date and the kind of each series.
CREATE VIEW differences AS
SELECT c.run, r.strategy, d.date, d.year, a.area, s.series, s.unit, s.kind, c.replications, c.mean, c.low, c.high, c.variance_ratio
FROM difference_cells AS c
JOIN runs AS r ON r.run = c.run
JOIN series AS s ON s.run = c.run AND s.number = c.series
JOIN areas AS a ON a.run = c.run AND a.number = c.area
JOIN dates AS d ON d.run = c.run AND d.number = c.date;

-- The result of each target. The shortfall is the distance of the median from the goal, in the unit of the series.
CREATE VIEW target_summary AS
SELECT t.run, r.place, r.strategy, t.target, coalesce(t.title, t.target) AS title, t.series, t.area, t.comparison, t.goal, t.unit,
       t.due, t.probability, t.probability_low, t.probability_high, t.p50 AS median,
       max(0, CASE t.comparison WHEN 'at_least' THEN t.goal - t.p50 ELSE t.p50 - t.goal END) AS shortfall,
       t.reached_share, t.reached_p50 AS half_reach_it
FROM targets AS t
JOIN runs AS r ON r.run = t.run
ORDER BY t.run, t.position;

-- Flows by calendar year: only means, because quantiles cannot be added up. The first year includes what the
-- scenario states about the time before the start; `until` shows the date at which an incomplete last year ends.
CREATE VIEW yearly_flows AS
SELECT t.run, r.place, r.strategy, t.series, t.unit, t.area, t.year, sum(t.mean) AS mean, max(t.date) AS until
FROM trajectories AS t
JOIN runs AS r ON r.run = t.run
WHERE t.kind = 'flow'
GROUP BY t.run, t.series, t.area, t.year;

-- Flows by calendar year in each replication of replication_cells; quantiles over these are quantiles of the
-- yearly total.
CREATE VIEW yearly_replications AS
SELECT v.run, v.replication, v.series, v.unit, v.area, v.year, sum(v.value) AS value
FROM replications AS v
WHERE v.kind = 'flow'
GROUP BY v.run, v.series, v.area, v.year, v.replication;

-- Stocks and shares at the horizon, by area.
CREATE VIEW latest_by_area AS
SELECT t.run, r.place, r.strategy, t.series, t.unit, t.area, a.name, a.kind AS area_kind, t.date, t.mean, t.p05, t.p50, t.p95
FROM runs AS r
JOIN trajectories AS t ON t.run = r.run AND t.date = r.horizon
JOIN areas AS a ON a.run = t.run AND a.area = t.area
WHERE t.kind IN ('stock', 'share');

-- The share of townships with an open station: by area at the end of each year, and the first date at
-- which half of the replications cover all townships.
CREATE VIEW coverage_by_area AS
SELECT t.run, r.place, r.strategy, t.area, a.name, a.kind AS area_kind, t.year, t.date, t.p05, t.p50 AS median, t.p95,
       (SELECT min(f.date) FROM trajectories AS f
        WHERE f.run = t.run AND f.series = t.series AND f.area = t.area AND f.p50 >= 1) AS half_cover_all
FROM trajectories AS t
JOIN runs AS r ON r.run = t.run
JOIN areas AS a ON a.run = t.run AND a.area = t.area
WHERE t.series = 'stations.coverage'
  AND t.date = (SELECT max(d.date) FROM dates AS d WHERE d.run = t.run AND d.year = t.year);

-- The number of parameters by model and kind of evidence, and how many have a source or a range.
CREATE VIEW parameter_evidence AS
SELECT p.run, r.place, r.strategy, p.section, p.kind, count(*) AS parameters, count(p.source) AS with_source,
       count(p.low) AS with_range
FROM parameters AS p
JOIN runs AS r ON r.run = p.run
GROUP BY p.run, p.section, p.kind;

-- Parameters that differ in value or in kind of evidence between two runs of the same place, or that only one of
-- them has.
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
