package io.portage.assess;

/**
 * The kinds of findings. The ids are stable: scripts accept findings by them. {@code
 * pipeline/docs/assess.md} lists them.
 */
public enum FindingKind {
  SOURCE_NOT_CONFIGURED("source-not-configured", Severity.WARNING, "What is not guaranteed", "source.jdbc is not configured, so the source's catalog was not assessed", true),
  SOURCE_NOT_READ("source-not-read", Severity.WARNING, "What is not guaranteed", "The source's catalog could not be read", true),
  SOURCE_NOT_VISIBLE("source-not-visible", Severity.WARNING, "What is not guaranteed", "The user may not see all that is assessed, such as other sessions", true),
  TOPICS_NOT_READ("topics-not-read", Severity.WARNING, "Offsets", "The topics' settings could not be read", true),
  MESSAGES_NOT_READ("messages-not-read", Severity.WARNING, "Values", "The sampled messages could not be read or tried", true),
  TARGET_NOT_READ("target-not-read", Severity.WARNING, "The guard", "The target's catalog could not be read", true),
  SOURCE_WAL_LEVEL("source-wal-level", Severity.BLOCKER, "Versions", "wal_level is not logical: no change can be captured"),
  SOURCE_SLOT_LOST("source-slot-lost", Severity.BLOCKER, "Versions", "A replication slot has lost the log that it needs: its changes are gone"),
  SOURCE_SLOT_INACTIVE("source-slot-inactive", Severity.WARNING, "What is not guaranteed", "No connector reads a replication slot: the server keeps the log for it, or drops it at its limit"),
  SOURCE_SLOT_LIMIT("source-slot-limit", Severity.WARNING, "What is not guaranteed", "max_slot_wal_keep_size limits the log of slots: one that falls behind is lost"),
  SOURCE_SLOT_UNLIMITED("source-slot-unlimited", Severity.NOTE, "What is not guaranteed", "The log of slots has no limit: a connector that stands still fills the source's disk"),
  SOURCE_SLOT_NONE("source-slot-none", Severity.NOTE, "Versions", "No logical replication slot: changes before the connector creates it come with its snapshot only"),
  SOURCE_PUBLICATION_TABLE("source-publication-table", Severity.BLOCKER, "Rows", "No publication has the table: its changes are not sent"),
  SOURCE_PUBLICATION_OPERATIONS("source-publication-operations", Severity.BLOCKER, "Rows", "The table's publications leave out inserts, updates or deletes"),
  SOURCE_PUBLICATION_TRUNCATE("source-publication-truncate", Severity.WARNING, "Rows", "The table's publications leave out truncates: the target keeps the rows"),
  SOURCE_PUBLICATION_FILTER("source-publication-filter", Severity.BLOCKER, "Rows", "A publication has only some rows or columns of the table"),
  SOURCE_TRANSACTION_LONG("source-transaction-long", Severity.WARNING, "Versions", "A transaction is open for long: a new slot waits for it, and the server keeps its log"),
  SOURCE_TRANSACTION_PREPARED("source-transaction-prepared", Severity.WARNING, "Versions", "A prepared transaction is open: its changes come when somebody ends it"),
  SOURCE_BINLOG_OFF("source-binlog-off", Severity.BLOCKER, "Versions", "log_bin is off: no change can be captured"),
  SOURCE_BINLOG_FORMAT("source-binlog-format", Severity.BLOCKER, "Rows", "binlog_format is not ROW: statements are logged instead of rows"),
  SOURCE_BINLOG_IMAGE("source-binlog-image", Severity.BLOCKER, "Rows", "binlog_row_image is not FULL: events lack columns"),
  SOURCE_BINLOG_PARTIAL_JSON("source-binlog-partial-json", Severity.BLOCKER, "Values", "binlog_row_value_options logs parts of JSON values only"),
  SOURCE_BINLOG_METADATA("source-binlog-metadata", Severity.NOTE, "Values", "binlog_row_metadata is not FULL: the log has no column names"),
  SOURCE_BINLOG_EXPIRY("source-binlog-expiry", Severity.WARNING, "Offsets", "The binlog is kept for a short time: a connector that stands still longer needs a new snapshot"),
  SOURCE_TABLE_MISSING("source-table-missing", Severity.BLOCKER, "Rows", "The source has no such table"),
  SOURCE_TABLE_WITHOUT_TOPIC("source-table-without-topic", Severity.WARNING, "Rows", "A table of the source is in no topic that the job reads"),
  SOURCE_TABLE_KIND("source-table-kind", Severity.BLOCKER, "Rows", "It is a view or a foreign table: it has no changes in the log"),
  SOURCE_TABLE_UNLOGGED("source-table-unlogged", Severity.BLOCKER, "Rows", "The table is unlogged or temporary: its changes are not in the log"),
  SOURCE_TABLE_PARTITIONED("source-table-partitioned", Severity.WARNING, "Rows", "The table is partitioned: its changes have the names of the partitions, unless they are published as those of the root"),
  SOURCE_KEY_MISSING("source-key-missing", Severity.BLOCKER, "The guard", "The table has no primary key: events have no key, and the order of a row's changes is lost"),
  SOURCE_KEY_DEFERRABLE("source-key-deferrable", Severity.WARNING, "What is not guaranteed", "The primary key is DEFERRABLE: one statement can give a key to another row first"),
  SOURCE_KEY_COLLATION("source-key-collation", Severity.WARNING, "What is not guaranteed", "Texts of the key that differ can be equal in the source"),
  SOURCE_IDENTITY_NOTHING("source-identity-nothing", Severity.BLOCKER, "Rows", "REPLICA IDENTITY NOTHING: updates and deletes do not say which row they change"),
  SOURCE_IDENTITY_INDEX("source-identity-index", Severity.WARNING, "Rows", "REPLICA IDENTITY USING INDEX: deletes have the columns of that index, not of the primary key"),
  SOURCE_IDENTITY_NOT_FULL("source-identity-not-full", Severity.NOTE, "Rows", "REPLICA IDENTITY is not FULL: before images have no more than the key"),
  SOURCE_TOAST_COLUMNS("source-toast-columns", Severity.WARNING, "Rows", "Large values (TOAST) that an update leaves unchanged are not sent: rows are partial"),
  SOURCE_ROWS_HIDDEN("source-rows-hidden", Severity.BLOCKER, "Rows", "Row-level security applies to the user: the rows that it hides are missing in snapshots and comparisons"),
  SOURCE_ROW_SECURITY("source-row-security", Severity.WARNING, "Rows", "The table has row-level security: a snapshot has only the rows that the connector's user may see"),
  SOURCE_NOT_READABLE("source-not-readable", Severity.WARNING, "Rows", "The user may not read the table"),
  SOURCE_GENERATED_COLUMN("source-generated-column", Severity.WARNING, "Values", "A computed column is not in PostgreSQL's log: the target has no value for it"),
  SOURCE_UNIQUE_KEY("source-unique-key", Severity.NOTE, "Isolation and outages", "A second unique key: rows can exchange its values, and then wait for each other at the target"),
  SOURCE_CASCADE("source-cascade", Severity.BLOCKER, "What is not guaranteed", "A foreign key changes or deletes rows of its table, which MariaDB and MySQL do not log"),
  SOURCE_NAME_CASE("source-name-case", Severity.WARNING, "Rows", "Names in the source differ only in upper and lower case"),
  TOPIC_MISSING("topic-missing", Severity.BLOCKER, "Offsets", "The topic does not exist"),
  TOPIC_RETENTION("topic-retention", Severity.WARNING, "Offsets", "The topic deletes records by age or size: a new job lacks what is older"),
  TOPIC_RETENTION_SHORT("topic-retention-short", Severity.BLOCKER, "Offsets", "The topic deletes records before a snapshot of this size can be read"),
  TOPIC_RECORDS_REMOVED("topic-records-removed", Severity.BLOCKER, "Offsets", "The topic has deleted records that the job has not read"),
  TOPIC_COMPACTED("topic-compacted", Severity.NOTE, "Rows", "The topic is compacted: a new job sees the newest change of a key, and old deletes not at all"),
  TOPIC_COMPACTED_PARTIAL("topic-compacted-partial", Severity.BLOCKER, "Rows", "The topic is compacted, and its newest records are partial rows: values that only older ones have are gone"),
  TOPIC_TABLE_NOT_CONFIGURED("topic-table-not-configured", Severity.WARNING, "Records that are not changes", "The topics have changes of a table that the job does not name"),
  TOPIC_TABLE_UNKNOWN("topic-table-unknown", Severity.WARNING, "Rows", "The topics have changes of a table that the source does not have"),
  MESSAGE_NONE("message-none", Severity.WARNING, "Values", "No change of the table is among the sampled records: its types were not tried"),
  MESSAGE_WITHOUT_KEY("message-without-key", Severity.BLOCKER, "Versions", "Records have no key and the topic has several partitions: a row's changes have no order"),
  MESSAGE_KEY_DIFFERS("message-key-differs", Severity.WARNING, "Versions", "The records' key is not the job's key"),
  MESSAGE_KEY_NOT_UNIQUE("message-key-not-unique", Severity.BLOCKER, "The guard", "The job's key does not identify a row of the source: rows overwrite each other"),
  MESSAGE_WITHOUT_SCHEMA("message-without-schema", Severity.NOTE, "Values", "Messages have no schema: the connector's modes have to be repeated in source.debezium"),
  MESSAGE_MODE_UNKNOWN("message-mode-unknown", Severity.BLOCKER, "Values", "A column needs a setting of source.debezium: without it its changes are dead letters"),
  MESSAGE_WITHOUT_POSITION("message-without-position", Severity.WARNING, "Versions", "Changes have no position in the source's log"),
  MESSAGE_DECIMAL_DOUBLE("message-decimal-double", Severity.WARNING, "Values", "Exact numbers are sent as floating point: digits are lost"),
  MESSAGE_TIME_PRECISION("message-time-precision", Severity.WARNING, "Values", "Times are sent in milliseconds: digits of the second are lost"),
  MESSAGE_UNWRAPPED("message-unwrapped", Severity.WARNING, "Rows", "Events are rows without an envelope: they have no before images, and no truncates"),
  MESSAGE_VALUES_UNAVAILABLE("message-values-unavailable", Severity.WARNING, "Rows", "Values were not sent (TOAST): rows are partial"),
  MESSAGE_DEAD_LETTERS("message-dead-letters", Severity.BLOCKER, "Values", "Sampled records would become dead letters"),
  TARGET_TABLE_MISSING("target-table-missing", Severity.BLOCKER, "The guard", "The target has no such table"),
  TARGET_TABLE_KIND("target-table-kind", Severity.BLOCKER, "The guard", "It is a view or a foreign table: its rows cannot be locked by their key"),
  TARGET_TABLE_UNLOGGED("target-table-unlogged", Severity.BLOCKER, "Offsets", "The table is unlogged: a crash empties it while the offsets are committed"),
  TARGET_ENGINE("target-engine", Severity.BLOCKER, "The guard", "The storage engine has no transactions: a failed batch stays half written"),
  TARGET_KEY_MISSING("target-key-missing", Severity.BLOCKER, "The guard", "The table has no primary key: the guard has no row to compare with"),
  TARGET_KEY_DIFFERS("target-key-differs", Severity.BLOCKER, "The guard", "The table's primary key is not the job's key"),
  TARGET_KEY_COLLATION("target-key-collation", Severity.BLOCKER, "What is not guaranteed", "Keys that differ in the source are equal in the target: rows overwrite each other"),
  TARGET_VERSION_MISSING("target-version-missing", Severity.BLOCKER, "The guard", "The table lacks the version's column"),
  TARGET_DELETED_MISSING("target-deleted-missing", Severity.BLOCKER, "Rows", "The table lacks the column that marks deleted rows"),
  TARGET_COLUMN_MISSING("target-column-missing", Severity.WARNING, "Rows", "The target lacks a column of the source"),
  TARGET_NAME_CASE("target-name-case", Severity.BLOCKER, "Rows", "Names in the source and the target differ only in upper and lower case"),
  TARGET_PRIVILEGE_MISSING("target-privilege-missing", Severity.BLOCKER, "The guard", "The user lacks a privilege on the table"),
  TARGET_ROWS_HIDDEN("target-rows-hidden", Severity.BLOCKER, "The guard", "Row-level security applies to the user: rows that it hides cannot be compared or updated"),
  TARGET_UNIQUE_KEY("target-unique-key", Severity.WARNING, "Isolation and outages", "A second unique index: a row whose values another row has waits, and can become a dead letter"),
  TARGET_FOREIGN_KEY("target-foreign-key", Severity.WARNING, "Isolation and outages", "A foreign key: rows wait for their parents, and can become dead letters"),
  TARGET_TRIGGER("target-trigger", Severity.WARNING, "What is not guaranteed", "A trigger runs for the job's writes and may change the rows"),
  TARGET_GENERATED_COLUMN("target-generated-column", Severity.NOTE, "Values", "The target computes the column itself: the source's values are not written"),
  TARGET_IDENTITY_ALWAYS("target-identity-always", Severity.WARNING, "Values", "GENERATED ALWAYS AS IDENTITY outside of the key accepts no updates: its rows become dead letters"),
  TARGET_NOT_NULL("target-not-null", Severity.WARNING, "Isolation and outages", "The target does not accept null where the source does"),
  TARGET_SEQUENCE("target-sequence", Severity.NOTE, "What is not guaranteed", "The job does not advance sequences: set them when the application moves to the target");

  private final String id;
  private final Severity severity;
  private final String section;
  private final String title;
  private final boolean undecided;

  FindingKind(String id, Severity severity, String section, String title) {
    this(id, severity, section, title, false);
  }

  FindingKind(String id, Severity severity, String section, String title, boolean undecided) {
    this.id = id;
    this.severity = severity;
    this.section = section;
    this.title = title;
    this.undecided = undecided;
  }

  /** Returns the stable id. */
  public String id() {
    return id;
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
    return section.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
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
