package io.portage.assess;

import static io.portage.assess.Severity.BLOCKER;
import static io.portage.assess.Severity.NOTE;
import static io.portage.assess.Severity.WARNING;

import java.util.Locale;

/**
 * The kinds of findings. The ids are stable: scripts accept findings by them. {@code
 * pipeline/docs/assess.md} lists them.
 */
public enum FindingKind {
  SOURCE_NOT_CONFIGURED(
      WARNING,
      "What is not guaranteed",
      "source.jdbc is not configured, so the source's catalog was not assessed",
      true),
  SOURCE_NOT_READ(
      WARNING, "What is not guaranteed", "The source's catalog could not be read", true),
  SOURCE_NOT_VISIBLE(
      WARNING,
      "What is not guaranteed",
      "The user may not see all that is assessed, such as other sessions",
      true),
  TOPICS_NOT_READ(WARNING, "Offsets", "The topics' settings could not be read", true),
  MESSAGES_NOT_READ(WARNING, "Values", "The sampled messages could not be read or tried", true),
  TARGET_NOT_READ(WARNING, "The guard", "The target's catalog could not be read", true),
  SOURCE_WAL_LEVEL(BLOCKER, "Versions", "wal_level is not logical: no change can be captured"),
  SOURCE_SLOT_LOST(
      BLOCKER,
      "Versions",
      "A replication slot has lost the log that it needs: its changes are gone"),
  SOURCE_SLOT_INACTIVE(
      WARNING,
      "What is not guaranteed",
      "No connector reads a replication slot: the server keeps the log for it, or drops "
          + "it at its limit"),
  SOURCE_SLOT_LIMIT(
      WARNING,
      "What is not guaranteed",
      "max_slot_wal_keep_size limits the log of slots: one that falls behind is lost"),
  SOURCE_SLOT_UNLIMITED(
      NOTE,
      "What is not guaranteed",
      "The log of slots has no limit: a connector that stands still fills the source's " + "disk"),
  SOURCE_SLOT_NONE(
      NOTE,
      "Versions",
      "No logical replication slot: changes before the connector creates it come with its "
          + "snapshot only"),
  SOURCE_PUBLICATION_TABLE(
      BLOCKER, "Rows", "No publication has the table: its changes are not sent"),
  SOURCE_PUBLICATION_OPERATIONS(
      BLOCKER, "Rows", "The table's publications leave out inserts, updates or deletes"),
  SOURCE_PUBLICATION_TRUNCATE(
      WARNING, "Rows", "The table's publications leave out truncates: the target keeps the rows"),
  SOURCE_PUBLICATION_FILTER(
      BLOCKER, "Rows", "A publication has only some rows or columns of the table"),
  SOURCE_TRANSACTION_LONG(
      WARNING,
      "Versions",
      "A transaction is open for long: a new slot waits for it, and the server keeps its " + "log"),
  SOURCE_TRANSACTION_PREPARED(
      WARNING,
      "Versions",
      "A prepared transaction is open: its changes come when somebody ends it"),
  SOURCE_BINLOG_OFF(BLOCKER, "Versions", "log_bin is off: no change can be captured"),
  SOURCE_BINLOG_FORMAT(
      BLOCKER, "Rows", "binlog_format is not ROW: statements are logged instead of rows"),
  SOURCE_BINLOG_IMAGE(BLOCKER, "Rows", "binlog_row_image is not FULL: events lack columns"),
  SOURCE_BINLOG_PARTIAL_JSON(
      BLOCKER, "Values", "binlog_row_value_options logs parts of JSON values only"),
  SOURCE_BINLOG_METADATA(
      NOTE, "Values", "binlog_row_metadata is not FULL: the log has no column names"),
  SOURCE_BINLOG_EXPIRY(
      WARNING,
      "Offsets",
      "The binlog is kept for a short time: a connector that stands still longer needs a "
          + "new snapshot"),
  SOURCE_TABLE_MISSING(BLOCKER, "Rows", "The source has no such table"),
  SOURCE_TABLE_WITHOUT_TOPIC(
      WARNING, "Rows", "A table of the source is in no topic that the job reads"),
  SOURCE_TABLE_KIND(
      BLOCKER, "Rows", "It is a view or a foreign table: it has no changes in the log"),
  SOURCE_TABLE_UNLOGGED(
      BLOCKER, "Rows", "The table is unlogged or temporary: its changes are not in the log"),
  SOURCE_TABLE_PARTITIONED(
      WARNING,
      "Rows",
      "The table is partitioned: its changes have the names of the partitions, unless "
          + "they are published as those of the root"),
  SOURCE_KEY_MISSING(
      BLOCKER,
      "The guard",
      "The table has no primary key: events have no key, and the order of a row's changes "
          + "is lost"),
  SOURCE_KEY_DEFERRABLE(
      WARNING,
      "What is not guaranteed",
      "The primary key is DEFERRABLE: one statement can give a key to another row first"),
  SOURCE_KEY_COLLATION(
      WARNING, "What is not guaranteed", "Texts of the key that differ can be equal in the source"),
  SOURCE_IDENTITY_NOTHING(
      BLOCKER,
      "Rows",
      "REPLICA IDENTITY NOTHING: updates and deletes do not say which row they change"),
  SOURCE_IDENTITY_INDEX(
      WARNING,
      "Rows",
      "REPLICA IDENTITY USING INDEX: deletes have the columns of that index, not of the "
          + "primary key"),
  SOURCE_IDENTITY_NOT_FULL(
      NOTE, "Rows", "REPLICA IDENTITY is not FULL: before images have no more than the key"),
  SOURCE_TOAST_COLUMNS(
      WARNING,
      "Rows",
      "Large values (TOAST) that an update leaves unchanged are not sent: rows are " + "partial"),
  SOURCE_ROWS_HIDDEN(
      BLOCKER,
      "Rows",
      "Row-level security applies to the user: the rows that it hides are missing in "
          + "snapshots and comparisons"),
  SOURCE_ROW_SECURITY(
      WARNING,
      "Rows",
      "The table has row-level security: a snapshot has only the rows that the "
          + "connector's user may see"),
  SOURCE_NOT_READABLE(WARNING, "Rows", "The user may not read the table"),
  SOURCE_GENERATED_COLUMN(
      WARNING,
      "Values",
      "A computed column is not in PostgreSQL's log: the target has no value for it"),
  SOURCE_UNIQUE_KEY(
      NOTE,
      "Isolation and outages",
      "A second unique key: rows can exchange its values, and then wait for each other at "
          + "the target"),
  SOURCE_CASCADE(
      BLOCKER,
      "What is not guaranteed",
      "A foreign key changes or deletes rows of its table, which MariaDB and MySQL do not "
          + "log"),
  SOURCE_NAME_CASE(WARNING, "Rows", "Names in the source differ only in upper and lower case"),
  TOPIC_MISSING(BLOCKER, "Offsets", "The topic does not exist"),
  TOPIC_RETENTION(
      WARNING,
      "Offsets",
      "The topic deletes records by age or size: a new job lacks what is older"),
  TOPIC_RETENTION_SHORT(
      BLOCKER, "Offsets", "The topic deletes records before a snapshot of this size can be read"),
  TOPIC_RECORDS_REMOVED(
      BLOCKER, "Offsets", "The topic has deleted records that the job has not read"),
  TOPIC_COMPACTED(
      NOTE,
      "Rows",
      "The topic is compacted: a new job sees the newest change of a key, and old deletes "
          + "not at all"),
  TOPIC_COMPACTED_PARTIAL(
      BLOCKER,
      "Rows",
      "The topic is compacted, and its newest records are partial rows: values that only "
          + "older ones have are gone"),
  TOPIC_TABLE_NOT_CONFIGURED(
      WARNING,
      "Records that are not changes",
      "The topics have changes of a table that the job does not name"),
  TOPIC_TABLE_UNKNOWN(
      WARNING, "Rows", "The topics have changes of a table that the source does not have"),
  MESSAGE_NONE(
      WARNING,
      "Values",
      "No change of the table is among the sampled records: its types were not tried"),
  MESSAGE_WITHOUT_KEY(
      BLOCKER,
      "Versions",
      "Records have no key and the topic has several partitions: a row's changes have no "
          + "order"),
  MESSAGE_KEY_DIFFERS(WARNING, "Versions", "The records' key is not the job's key"),
  MESSAGE_KEY_NOT_UNIQUE(
      BLOCKER,
      "The guard",
      "The job's key does not identify a row of the source: rows overwrite each other"),
  MESSAGE_WITHOUT_SCHEMA(
      NOTE,
      "Values",
      "Messages have no schema: the connector's modes have to be repeated in " + "source.debezium"),
  MESSAGE_MODE_UNKNOWN(
      WARNING,
      "Values",
      "A column needs a setting of source.debezium: without it its changes are dead " + "letters"),
  MESSAGE_WITHOUT_POSITION(WARNING, "Versions", "Changes have no position in the source's log"),
  MESSAGE_DECIMAL_DOUBLE(
      WARNING, "Values", "Exact numbers are sent as floating point: digits are lost"),
  MESSAGE_TIME_PRECISION(
      WARNING, "Values", "Times are sent in milliseconds: digits of the second are lost"),
  MESSAGE_UNWRAPPED(
      WARNING,
      "Rows",
      "Events are rows without an envelope: they have no before images, and no truncates"),
  MESSAGE_VALUES_UNAVAILABLE(WARNING, "Rows", "Values were not sent (TOAST): rows are partial"),
  MESSAGE_DEAD_LETTERS(WARNING, "Values", "Sampled records would become dead letters"),
  MESSAGE_NONE_WRITTEN(
      BLOCKER, "Values", "None of a topic's sampled records that are not ignored can be written"),
  TARGET_TABLE_MISSING(BLOCKER, "The guard", "The target has no such table"),
  TARGET_TABLE_KIND(
      BLOCKER,
      "The guard",
      "It is a view or a foreign table: its rows cannot be locked by their key"),
  TARGET_TABLE_UNLOGGED(
      BLOCKER,
      "Offsets",
      "The table is unlogged: a crash empties it while the offsets are committed"),
  TARGET_ENGINE(
      BLOCKER,
      "The guard",
      "The storage engine has no transactions: a failed batch stays half written"),
  TARGET_KEY_MISSING(
      BLOCKER, "The guard", "The table has no primary key: the guard has no row to compare with"),
  TARGET_KEY_DIFFERS(BLOCKER, "The guard", "The table's primary key is not the job's key"),
  TARGET_KEY_COLLATION(
      BLOCKER,
      "What is not guaranteed",
      "Keys that differ in the source are equal in the target: rows overwrite each other"),
  TARGET_VERSION_MISSING(BLOCKER, "The guard", "The table lacks the version's column"),
  TARGET_DELETED_MISSING(BLOCKER, "Rows", "The table lacks the column that marks deleted rows"),
  TARGET_COLUMN_MISSING(WARNING, "Rows", "The target lacks a column of the source"),
  TARGET_NAME_CASE(
      BLOCKER, "Rows", "Names in the source and the target differ only in upper and lower case"),
  TARGET_PRIVILEGE_MISSING(BLOCKER, "The guard", "The user lacks a privilege on the table"),
  TARGET_ROWS_HIDDEN(
      BLOCKER,
      "The guard",
      "Row-level security applies to the user: rows that it hides cannot be compared or "
          + "updated"),
  TARGET_UNIQUE_KEY(
      WARNING,
      "Isolation and outages",
      "A second unique index: a row whose values another row has waits, and can become a "
          + "dead letter"),
  TARGET_FOREIGN_KEY(
      WARNING,
      "Isolation and outages",
      "A foreign key: rows wait for their parents, and can become dead letters"),
  TARGET_TRIGGER(
      WARNING,
      "What is not guaranteed",
      "A trigger runs for the job's writes and may change the rows"),
  TARGET_GENERATED_COLUMN(
      NOTE, "Values", "The target computes the column itself: the source's values are not written"),
  TARGET_IDENTITY_ALWAYS(
      WARNING,
      "Values",
      "GENERATED ALWAYS AS IDENTITY outside of the key accepts no updates: its rows "
          + "become dead letters"),
  TARGET_NOT_NULL(
      WARNING, "Isolation and outages", "The target does not accept null where the source does"),
  TARGET_SEQUENCE(
      NOTE,
      "What is not guaranteed",
      "The job does not advance sequences: set them when the application moves to the " + "target");

  private final Severity severity;
  private final String section;
  private final String title;
  private final boolean undecided;

  FindingKind(Severity severity, String section, String title) {
    this(severity, section, title, false);
  }

  FindingKind(Severity severity, String section, String title, boolean undecided) {
    this.severity = severity;
    this.section = section;
    this.title = title;
    this.undecided = undecided;
  }

  /** Returns the stable id: the name in lower case with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the severity. */
  public Severity severity() {
    return severity;
  }

  /** Returns the heading in {@code semantics.md} of the guarantee that is lost or narrowed. */
  public String section() {
    return section;
  }

  /** Returns the section as the end of a link. */
  public String anchor() {
    return section.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** Returns what it means, as a sentence without a full stop. */
  public String title() {
    return title;
  }

  /** Returns true if something could not be read, so that the assessment is incomplete. */
  public boolean undecided() {
    return undecided;
  }
}
