package io.portage.target.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichRows;
import io.portage.latest.ChangeMerge;
import io.portage.latest.KeepLatest;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.encoding.ModelCoders;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.NormalizeChanges;
import io.portage.replay.SingletonChunks;
import io.portage.sink.WriteResult;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import io.portage.upsert.UpsertRows;
import io.portage.upsert.write.BatchWriter;
import io.portage.upsert.write.TablePlanCache;
import io.portage.upsert.write.TransactionRunner;
import io.portage.upsert.write.UpsertData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A dialect that only the tests have: this folder, and one line of META-INF/services. */
final class H2DialectTest {
  private static final String JOB =
      """
      name: things
      source:
        kafka: {bootstrapServers: "localhost:9092", topics: [things], groupId: things}
        format: envelope-json
        earliestTime: 1970-01-01T00:00:00Z
      tables:
        - from: things
          to: things
          key: [id]
          deletes: hard
          columns: {id: {}, name: {}, price: {}, loud: {value: "row.name + '!'"}}
          metadata: {version: version, sourceTime: changed}
      target:
        jdbc: {url: "%s", user: sa, password: sa}
      deadLetters:
        files: "%s"
      """;

  @TempDir private Path folder;
  private String url;
  private Connection database;
  private PortageConfig config;
  private long offset;

  @BeforeEach
  void createTable(TestInfo test) throws Exception {
    url = "jdbc:h2:mem:" + test.getTestMethod().orElseThrow().getName() + ";LOCK_TIMEOUT=50";
    database = DriverManager.getConnection(url, "sa", "sa");
    execute(
        "CREATE TABLE \"things\" (\"id\" BIGINT PRIMARY KEY, \"name\" VARCHAR(5),"
            + " \"price\" NUMERIC(8, 2) CHECK (\"price\" >= 0), \"loud\" VARCHAR,"
            + " \"version\" NUMERIC(65), \"changed\" TIMESTAMP WITH TIME ZONE)");
    Path job =
        Files.writeString(folder.resolve("job.yaml"), JOB.formatted(url, folder.resolve("dead")));
    config = ConfigReader.read(job, Map.of());
  }

  @AfterEach
  void dropTable() throws SQLException {
    database.close(); // the database lives as long as its connections
  }

  @Test
  void isFoundByItsUrl() {
    assertThat(Dialects.of(url)).isInstanceOf(H2Dialect.class);
    assertThat(Dialects.all()).extracting(Dialect::name).contains("h2", "postgresql");
  }

  @Test
  void guardsInsertsUpdatesAndDeletes() throws Exception {
    carry(upsert(1, "a", "1.50", 10), upsert(2, "b", null, 10));
    assertThat(rows()).containsExactly("1|a|1.50|a!|10", "2|b|~|b!|10");

    carry(upsert(1, "new", "2", 30));
    assertThat(rows()).containsExactly("1|new|2.00|new!|30", "2|b|~|b!|10");

    carry(upsert(1, "stale", "3", 20));
    assertThat(rows()).containsExactly("1|new|2.00|new!|30", "2|b|~|b!|10");

    carry(delete(1, 40));
    assertThat(rows()).containsExactly("2|b|~|b!|10");
    assertThat(query("SELECT \"key\" FROM \"portage_tombstones\"")).containsExactly("[\"1\"]");

    carry(upsert(1, "older", null, 35));
    assertThat(rows()).containsExactly("2|b|~|b!|10");

    carry(upsert(1, "back", null, 50));
    assertThat(rows()).containsExactly("1|back|~|back!|50", "2|b|~|b!|10");
  }

  @Test
  void changesAKeyWithoutAMovedRowsTable() throws Exception {
    carry(upsert(1, "a", null, 10));
    carry(
        """
        {"op": "u", "before": {"id": 1, "name": "a", "price": null},
         "after": {"id": 9, "name": "a", "price": 4}, "timestamp_ms": 20}
        """);

    assertThat(rows()).containsExactly("9|a|4.00|a!|20");
  }

  @Test
  void isolatesValuesThatDoNotFitAndRowsThatTheDatabaseRejects() throws Exception {
    List<String> dead = List.of("NORMALIZE DOES_NOT_FIT name null", "UPSERT CONSTRAINT null 23513");

    carry(
        dead,
        upsert(1, "a", "1", 10),
        upsert(2, "sixsix", "1", 10),
        upsert(3, "c", "-1", 10),
        upsert(4, "d", "1", 10));

    assertThat(rows()).containsExactly("1|a|1.00|a!|10", "4|d|1.00|d!|10");
  }

  @Test
  void waitsForALockedRow() throws Exception {
    execute("INSERT INTO \"things\" (\"id\", \"name\") VALUES (1, 'old')");
    database.setAutoCommit(false);
    execute("UPDATE \"things\" SET \"name\" = 'mine' WHERE \"id\" = 1");
    List<String> outages = new ArrayList<>();
    WriteResult result = new WriteResult();

    try (ConnectionPool pool = ConnectionPool.acquire(config.target().jdbc())) {
      Dialect dialect = Dialects.of(url);
      RetryPolicy.RetryListener listener = failure -> outages.add(failure.sqlState());
      TransactionRunner transactions =
          new TransactionRunner(pool.dataSource(), dialect, pause -> rollBackOnce(), listener);
      JdbcTargetTables tables =
          JdbcTargetTables.over(pool.dataSource(), dialect, pause -> {}, listener);
      new BatchWriter(
              transactions,
              new TablePlanCache(config, tables, transactions, Clock.systemUTC()),
              config.target(),
              Clock.systemUTC())
          .write(List.of(new UpsertData("things").upsert(1L, 10, "name", "new")), result);
    }

    assertThat(outages).containsExactly("HYT00");
    assertThat(result.dead()).isEmpty();
    assertThat(query("SELECT \"name\" FROM \"things\"")).containsExactly("new");
  }

  private void rollBackOnce() {
    try {
      database.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void carry(String... events) {
    carry(List.of(), events);
  }

  /** Runs the stages from Normalize to Upsert; {@code dead} describes the expected dead letters. */
  private void carry(List<String> dead, String... events) {
    Pipeline pipeline = Pipeline.create();
    ModelCoders.register(pipeline.getCoderRegistry());
    SideOutputs sides = new SideOutputs();
    pipeline
        .apply("Events", Create.of(decoded(events)).withCoder(DecodedRecordCoder.of()))
        .apply("Chunks", SingletonChunks.asChunk())
        .apply("Normalize", NormalizeChanges.of(config, Formats.of(config.source())))
        .sidesTo(sides)
        .apply("Latest", KeepLatest.of(config.latest()))
        .sidesTo(sides)
        .apply("Enrich", EnrichRows.with(config, true))
        .sidesTo(sides)
        .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(true))
        .sidesTo(sides);
    PAssert.that(sides.dead().apply("Dead", Flatten.pCollections()))
        .satisfies(
            all -> {
              assertThat(all)
                  .extracting(H2DialectTest::described)
                  .containsExactlyInAnyOrderElementsOf(dead);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static String described(DeadLetter dead) {
    DeadLetter.FailureCause cause = dead.cause();
    return dead.stage() + " " + cause.reason() + " " + cause.column() + " " + cause.sqlState();
  }

  private List<DecodedRecord> decoded(String... events) {
    List<DecodedRecord> records = new ArrayList<>();
    for (String event : events) {
      byte[] value = event.getBytes(StandardCharsets.UTF_8);
      SourceRecord raw =
          new SourceRecord(
              new Coordinates("things", 0, offset), offset, offset, null, value, List.of(), 0);
      records.add(new DecodedRecord(raw, Formats.of(config.source()).decode("things", value)));
      offset++;
    }
    return records;
  }

  private static String upsert(long id, String name, String price, long time) {
    return "{\"op\": \"u\", \"after\": {\"id\": %d, \"name\": \"%s\", \"price\": %s}, \"timestamp_ms\": %d}"
        .formatted(id, name, price, time);
  }

  private static String delete(long id, long time) {
    return "{\"op\": \"d\", \"before\": {\"id\": %d}, \"timestamp_ms\": %d}".formatted(id, time);
  }

  /** Returns the rows with the milliseconds of their change times. */
  private List<String> rows() throws SQLException {
    return query(
        "SELECT \"id\", \"name\", \"price\", \"loud\","
            + " CAST(EXTRACT(EPOCH FROM \"changed\") * 1000 AS BIGINT)"
            + " FROM \"things\" ORDER BY \"id\"");
  }

  private List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(Objects.requireNonNullElse(result.getString(i), "~"));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
