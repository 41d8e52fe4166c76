package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.TargetConfig;
import io.portage.model.Version;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.postgres.ArrayBinding;
import io.portage.target.postgres.PostgresExistingRowSql;
import io.portage.target.postgres.PostgresSql;
import io.portage.target.postgres.fitting.TestColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class JdbcTargetTablesIT {
  private static final Dialect DIALECT = Dialects.of("jdbc:postgresql://any/any");

  private JdbcConfig jdbc;
  private ConnectionPool pool;
  private TargetTables tables;

  @BeforeEach
  void open(Sandbox sandbox) throws SQLException {
    jdbc =
        new JdbcConfig(sandbox.jdbcUrl(), Secret.of(sandbox.user()), Secret.of(sandbox.password()));
    pool = ConnectionPool.acquire(jdbc);
    tables = JdbcTargetTables.open(TargetConfig.of(jdbc));
    execute("CREATE SCHEMA \"Other\"");
  }

  @AfterEach
  void close() throws SQLException {
    execute("DROP SCHEMA \"Other\" CASCADE");
    tables.close();
    pool.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }

  private static TargetColumn column(
      String name, String type, int length, int scale, boolean nullable, boolean filled) {
    return TestColumns.column(name, type, length, scale, nullable, filled, false);
  }

  @Test
  void looksUpTheKeysOfALargeBatchByIndex() throws SQLException {
    execute("CREATE TABLE \"Other\".big (id int8 PRIMARY KEY, name text, v numeric)");
    execute("INSERT INTO \"Other\".big SELECT g, g, g FROM generate_series(1, 20000) AS g");
    execute("ANALYZE \"Other\".big");
    TargetColumn id = column("id", "int8", 0, 0, false, false);
    TargetColumn name = column("name", "text", 0, 0, true, false);
    TargetColumn v = column("v", "numeric", 0, 0, true, false);
    WriteSpec shape =
        new WriteSpec(
            "Other.big",
            List.of(id),
            List.of(name),
            v,
            null,
            null,
            null,
            null,
            null,
            false,
            false,
            null,
            false);
    PostgresSql sql = new PostgresSql(shape, field -> ArrayBinding.of(field.type(), new Object[0]));
    PostgresExistingRowSql standing = new PostgresExistingRowSql(shape, sql);
    Long[] ids = LongStream.range(1, 5_001).boxed().toArray(Long[]::new);
    String[] texts = Arrays.stream(ids).map(String::valueOf).toArray(String[]::new);

    assertThat(plan(standing.existingRows(), ids, texts))
        .contains("Index Scan")
        .doesNotContain("Seq Scan");
    assertThat(plan(sql.update(), ids, texts, texts))
        .contains("Index Scan")
        .doesNotContain("Seq Scan");
    assertThat(plan(standing.upsertExplained(), ids, texts, texts, ids, texts))
        .contains("Index Scan")
        .doesNotContain("Seq Scan");
  }

  private String plan(String sql, Object[]... arrays) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Connection connection = pool.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
      for (int i = 0; i < arrays.length; i++) {
        String type = arrays[i] instanceof Long[] ? "int8" : "text";
        statement.setArray(i + 1, connection.createArrayOf(type, arrays[i]));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          plan.append(result.getString(1)).append('\n');
        }
      }
      connection.rollback();
    }
    return plan.toString();
  }

  /**
   * Two writers add the same column at once while a transaction holds the table, as batches do, and
   * new batches begin all the time.
   */
  @Test
  void addsAColumnOnceForTwoWritersUnderLoad() throws Exception {
    execute("CREATE TABLE \"Other\".\"T\" (id int8 PRIMARY KEY, v numeric)");
    execute("INSERT INTO \"Other\".\"T\" VALUES (1, 1)");
    SourceColumn column = new SourceColumn("sc\"ore", SourceType.integer(32), false, false, 5L);
    AddedColumn origin = new AddedColumn("it's a topic", new Version(0, 1, 2, 3, 4));
    AtomicBoolean added = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (TargetTables others = JdbcTargetTables.open(TargetConfig.of(jdbc));
        Connection batch = pool.dataSource().getConnection();
        Statement statement = batch.createStatement()) {
      statement.execute("UPDATE \"Other\".\"T\" SET v = 2");
      Future<Optional<TargetTable>> one =
          threads.submit(() -> tables.addColumns("Other.T", List.of(column), origin));
      Future<Optional<TargetTable>> two =
          threads.submit(() -> others.addColumns("Other.T", List.of(column), origin));
      await().until(() -> count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
      Future<Integer> load =
          threads.submit(
              () -> {
                int batches = 0;
                while (!added.get()) {
                  execute("UPDATE \"Other\".\"T\" SET v = v + 1");
                  batches++;
                }
                return batches;
              });
      batch.commit();

      TargetColumn found = one.get().orElseThrow().column("sc\"ore");
      added.set(true);
      assertThat(two.get().orElseThrow().column("sc\"ore")).isEqualTo(found);
      assertThat(load.get()).isNotNegative();
      assertThat(found.type()).isEqualTo("int4");
      assertThat(found.hasDefault() && found.nullable()).isTrue();
      assertThat(found.added()).isEqualTo(origin);
      assertThat(count("SELECT \"sc\"\"ore\" FROM \"Other\".\"T\"")).isEqualTo(5);
    } finally {
      added.set(true);
      threads.shutdown();
    }
  }

  @Test
  void saysWhyTheDatabaseRefusesAColumn() throws SQLException {
    execute("CREATE VIEW \"Other\".w AS SELECT 1 AS id");

    assertThatExceptionOfType(ColumnsNotAddedException.class)
        .isThrownBy(
            () ->
                tables.addColumns(
                    "Other.w",
                    List.of(SourceColumn.of("a", SourceType.integer(32))),
                    new AddedColumn("t", new Version(0, 0, 0, 0, 0))));
  }

  private int count(String sql) throws SQLException {
    try (Connection connection = pool.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      int count = result.getInt(1);
      connection.commit();
      return count;
    }
  }

  @Test
  void rejectsADeferrableKeyAndPrintsTheStatementThatReplacesIt() throws SQLException {
    execute("CREATE TABLE \"Other\".late (id int, PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED)");
    execute("CREATE TABLE \"Other\".both (a int, b int, PRIMARY KEY (a, b))");
    execute("ALTER TABLE \"Other\".both ADD CONSTRAINT twice UNIQUE (b, a) DEFERRABLE");
    execute("CREATE TABLE \"Other\".other (id int PRIMARY KEY, v int UNIQUE DEFERRABLE)");

    String words =
        assertThatExceptionOfType(TargetException.class)
            .isThrownBy(() -> tables.find("Other.late"))
            .withMessageStartingWith("the key late_pkey of table Other.late is DEFERRABLE")
            .actual()
            .getMessage();
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> tables.find("Other.both"))
        .withMessageContaining("the key twice of table Other.both is DEFERRABLE");
    assertThat(tables.find("Other.other")).isPresent();

    execute(words.substring(words.indexOf("ALTER TABLE")));
    assertThat(tables.find("Other.late").orElseThrow().primaryKey()).containsExactly("id");
  }

  @Test
  void describesColumnsAsTheCatalogDoes() throws SQLException {
    execute("CREATE TYPE \"Other\".mood AS ENUM ('a')");
    execute("CREATE DOMAIN \"Other\".short AS varchar(5) NOT NULL DEFAULT 'x'");
    execute("CREATE DOMAIN \"Other\".shorter AS \"Other\".short");
    execute("CREATE DOMAIN \"Other\".price AS numeric(10,2)");
    execute("CREATE DOMAIN \"Other\".fare AS \"Other\".price");
    execute(
        "CREATE TABLE \"Other\".\"Odd Name\" (b bigint GENERATED ALWAYS AS IDENTITY,"
            + " a int NOT NULL, n numeric(7,2) DEFAULT 1, free numeric, t text, c char(4),"
            + " arr varchar(3)[], fares \"Other\".fare[], m \"Other\".mood, d \"Other\".shorter,"
            + " g int GENERATED ALWAYS AS (1) STORED, dropped int, PRIMARY KEY (a, b))");
    execute("ALTER TABLE \"Other\".\"Odd Name\" DROP COLUMN dropped");

    TargetTable table = tables.find("Other.Odd Name").orElseThrow();

    assertThat(table.name()).isEqualTo("Other.Odd Name");
    assertThat(table.primaryKey()).containsExactly("a", "b");
    assertThat(table.columns().values())
        .containsExactly(
            TestColumns.column("b", "int8", 0, 0, false, true, false, true, List.of()),
            column("a", "int4", 0, 0, false, false),
            column("n", "numeric", 7, 2, true, true),
            column("free", "numeric", 0, 0, true, false),
            column("t", "text", 0, 0, true, false),
            column("c", "bpchar", 4, 0, true, false),
            column("arr", "_varchar", 3, 0, true, false),
            column("fares", "_numeric", 10, 2, true, false),
            enumColumn("m", "Other.mood"),
            column("d", "varchar", 5, 0, false, true),
            TestColumns.column("g", "int4", 0, 0, true, false, true));
  }

  @Test
  void findsTheForeignKeysAmongTables() throws SQLException {
    execute("CREATE TABLE \"Other\".orders (id int PRIMARY KEY)");
    execute(
        "CREATE TABLE \"Other\".\"Items\" (id int PRIMARY KEY,"
            + " of int CONSTRAINT of_order REFERENCES \"Other\".orders,"
            + " part_of int CONSTRAINT part REFERENCES \"Other\".\"Items\")");
    execute("CREATE TABLE \"Other\".apart (of int REFERENCES \"Other\".orders)");

    try (Connection connection = pool.dataSource().getConnection()) {
      assertThat(
              DIALECT.foreignKeys(connection, List.of("Other.Items", "Other.orders", "Other.none")))
          .containsExactly(
              new ForeignKey(
                  "Other.Items", "of_order", List.of("of"), "Other.orders", List.of("id")),
              new ForeignKey(
                  "Other.Items", "part", List.of("part_of"), "Other.Items", List.of("id")));
      assertThat(DIALECT.references(connection, List.of("Other.apart")))
          .singleElement()
          .satisfies(key -> assertThat(key.parent()).isEqualTo("Other.orders"));
    }
  }

  @Test
  void describesTheTypeModifiersOfColumns() throws SQLException {
    execute("CREATE TYPE \"Other\".mood AS ENUM ('z', 'a')");
    execute(
        "CREATE TABLE \"Other\".bounds (t0 timestamp(0), t timestamp, t3 timestamptz(3)[],"
            + " clock time(6), zoned timetz(2), i interval, i2 interval(2), year interval year,"
            + " month interval year to month, day interval day, min interval day to minute,"
            + " s interval day to second(3), n numeric(6,2)[], neg numeric(2,-3), b bit(5),"
            + " vb varbit(7), ms \"Other\".mood[], fixed int GENERATED BY DEFAULT AS IDENTITY)");

    TargetTable table = tables.find("Other.bounds").orElseThrow();

    assertThat(table.columns().values())
        .extracting(column -> column.name() + ' ' + column.length() + ' ' + column.scale())
        .containsExactly(
            "t0 1000000 0",
            "t 0 0",
            "t3 1000 0",
            "clock 0 0",
            "zoned 10000 0",
            "i 0 0",
            "i2 10000 0",
            "year 0 1",
            "month 0 2",
            "day 0 3",
            "min 0 5",
            "s 1000 0",
            "n 6 2",
            "neg 2 -3",
            "b 5 0",
            "vb 7 0",
            "ms 0 0",
            "fixed 0 0");
    assertThat(table.columns().get("ms").labels()).containsExactly("z", "a");
    assertThat(table.columns().values()).noneMatch(TargetColumn::generatedAlways);
  }

  /** The name of an array type is only usually an underscore and the name of its elements' type. */
  @Test
  void theElementsOfAnArrayAreThoseOfTheCatalog() throws Exception {
    String longName = "m".repeat(63);
    execute("CREATE TYPE \"Other\".\"_feel\" AS (a int)");
    execute("CREATE TYPE \"Other\".feel AS ENUM ('z', 'a')");
    execute("CREATE TYPE \"Other\".\"" + longName + "\" AS ENUM ('z', 'a')");
    execute(
        "CREATE TABLE \"Other\".feelings (f \"Other\".feel[], l \"Other\".\"" + longName + "\"[])");

    TargetTable table = tables.find("Other.feelings").orElseThrow();

    assertThat(table.columns().values())
        .extracting(TargetColumn::type)
        .containsExactly("Other._feel", "Other._" + longName);
    for (TargetColumn column : table.columns().values()) {
      assertThat(ColumnFitter.of(column).fit(List.of("z", "a"))).isEqualTo("{\"z\",\"a\"}");
    }
  }

  private static TargetColumn enumColumn(String name, String type) {
    return TestColumns.column(name, type, 0, 0, true, false, false, false, List.of("a"));
  }

  @Test
  void namesWithoutASchemaFollowTheSearchPathAndKeepTheirCase() throws SQLException {
    execute("CREATE TABLE \"Other\".\"Mixed\" (id int PRIMARY KEY)");
    assertThat(tables.find("Mixed")).isEmpty();

    try (ConnectionPool elsewhere = ConnectionPool.acquire(inSchema("%22Other%22"));
        TargetTables found =
            JdbcTargetTables.over(
                elsewhere.dataSource(), DIALECT, Sleeper.REAL, RetryPolicy.RetryListener.NONE)) {
      assertThat(found.find("Mixed")).map(TargetTable::primaryKey).contains(List.of("id"));
      assertThat(found.find("mixed")).isEmpty();
    }
  }

  private JdbcConfig inSchema(String schema) {
    return new JdbcConfig(
        jdbc.url() + "?currentSchema=" + schema + ",public", jdbc.user(), jdbc.password());
  }

  @Test
  void sharesWhatAnotherStepOfTheProcessHasJustRead() throws SQLException {
    execute("CREATE TABLE \"Other\".shared (id int PRIMARY KEY)");
    try (TargetTables other = JdbcTargetTables.open(TargetConfig.of(jdbc));
        TargetTables third = JdbcTargetTables.open(TargetConfig.of(jdbc))) {
      assertThat(other.find("Other.shared")).isPresent();
      execute("ALTER TABLE \"Other\".shared ADD COLUMN more text");

      assertThat(tables.find("Other.shared").orElseThrow().columns()).containsOnlyKeys("id");
      assertThat(tables.refresh("Other.shared").orElseThrow().columns())
          .containsOnlyKeys("id", "more");
      assertThat(other.find("Other.shared").orElseThrow().columns()).containsOnlyKeys("id");
      assertThat(third.find("Other.shared").orElseThrow().columns()).containsOnlyKeys("id", "more");
    }
  }

  @Test
  void cachesATableUntilItIsRefreshed() throws SQLException {
    assertThat(tables.find("Other.late")).isEmpty();
    execute("CREATE TABLE \"Other\".late (id int)");
    assertThat(tables.find("Other.late")).isEmpty();

    assertThat(tables.refresh("Other.late")).isPresent();
    execute("ALTER TABLE \"Other\".late ADD COLUMN more text");
    assertThat(tables.find("Other.late").orElseThrow().column("more")).isNull();

    Map<String, TargetColumn> columns = tables.refresh("Other.late").orElseThrow().columns();
    assertThat(columns).containsOnlyKeys("id", "more");
    assertThat(tables.find("Other.late").orElseThrow().primaryKey()).isEmpty();
  }
}
