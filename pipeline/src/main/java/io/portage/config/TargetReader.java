package io.portage.config;

/** Reads {@code target}. */
final class TargetReader {
  private static final int DEFAULT_ROWS = 5_000;
  private static final int MOST_ROWS = 100_000;
  private static final String DEFAULT_TOMBSTONES = "portage_tombstones";

  private TargetReader() {}

  static TargetConfig read(Section section) {
    Section database = section.required("jdbc").section();
    JdbcConfig jdbc = JdbcReader.read(database);
    database.finish();
    Section batch = section.optional("batch").section();
    int rows = batch.optional("rows").integer(DEFAULT_ROWS, 1, MOST_ROWS);
    batch.finish();
    String tombstones = section.optional("tombstones").parse(Tables::name, DEFAULT_TOMBSTONES);
    section.finish();
    return new TargetConfig(jdbc, rows, tombstones);
  }
}
