package io.portage.launcher.bench;

import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The servers of a benchmark, with its topics and tables. */
final class BenchSandbox implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Sandbox sandbox;
  private final Admin admin;
  private final Connection database;

  private BenchSandbox(Sandbox sandbox) throws SQLException {
    this.sandbox = sandbox;
    CommitTimes.keep(sandbox);
    this.admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()));
    this.database = DriverManager.getConnection(sandbox.adminJdbcUrl());
  }

  static BenchSandbox start() throws SQLException {
    Sandbox sandbox = Sandbox.start();
    try {
      return new BenchSandbox(sandbox);
    } catch (SQLException | RuntimeException failed) {
      sandbox.close();
      throw failed;
    }
  }

  String bootstrapServers() {
    return sandbox.bootstrapServers();
  }

  /** Returns the database's URL for the application. */
  String jdbcUrl() {
    return sandbox.jdbcUrl();
  }

  String user() {
    return sandbox.user();
  }

  String password() {
    return sandbox.password();
  }

  /** Returns the superuser's connection, in auto-commit mode. */
  Connection database() {
    return database;
  }

  /** Returns PostgreSQL's first process. */
  ProcessHandle postgres() {
    return ProcessHandle.of(sandbox.postgres().pid()).orElseThrow();
  }

  /** Creates a topic. */
  void createTopic(String name, int partitions) throws InterruptedException, ExecutionException {
    admin
        .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
        .all()
        .get();
  }

  /** Creates Portage's table, and one for the consumer loop, which needs no version column. */
  void createTables(String portage, String loop) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute(Schemas.sql("postgresql/" + portage));
      statement.execute("CREATE TABLE " + loop + " (LIKE " + portage + " INCLUDING ALL)");
      statement.execute("ALTER TABLE " + loop + " DROP COLUMN portage_version");
    }
  }

  /** Creates a table with the columns of another one. */
  void createLike(String table, String copy) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + copy + " (LIKE " + table + " INCLUDING ALL)");
    }
  }

  /**
   * Creates {@code count} tables {@code parent_<n>}, whose rows are those of {@code parent}, too.
   */
  void createChildren(String parent, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), user(), password());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute(
            "CREATE TABLE %1$s_%2$d (LIKE %1$s INCLUDING ALL) INHERITS (%1$s)"
                .formatted(parent, i));
      }
    }
  }

  /** Creates {@code count} topics {@code name_<n>}. */
  void createTopics(String name, int count, int partitions)
      throws InterruptedException, ExecutionException {
    List<NewTopic> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add(new NewTopic(name + "_" + i, Optional.of(partitions), Optional.empty()));
    }
    admin.createTopics(topics).all().get();
  }

  /** Runs a checkpoint, so that earlier writes do not disturb the next measurement. */
  void checkpoint() throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  /** Returns the sum of the offsets that a group has committed. */
  long committed(String group) throws InterruptedException, ExecutionException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  /** Returns the number of records in the only partition of a topic. */
  long records(String topic) throws InterruptedException, ExecutionException {
    TopicPartition only = new TopicPartition(topic, 0);
    ListOffsetsResultInfo end =
        admin.listOffsets(Map.of(only, OffsetSpec.latest())).partitionResult(only).get();
    return end.offset();
  }

  /**
   * Returns the number of rows inserted and updated, including those of rolled-back transactions.
   * PostgreSQL's processes report it when they end, at the latest: waits until the application's
   * connections are closed.
   */
  long rowsWritten(String table) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (connections() > 0) {
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            ExitCode.FAILED, "the connections to PostgreSQL did not end with their process");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return number(
        "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables WHERE " + isOneOf(table));
  }

  /**
   * Returns true if a table or one of its children may have a row. Costs the database much less
   * than a query of 200 tables, which is part of the measured time.
   */
  boolean hasPages(String table) throws SQLException {
    return number(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0 AND "
                + isOneOf(table))
        > 0;
  }

  private static String isOneOf(String table) {
    return "relname ~ '^" + table + "(_[0-9]+)?$'";
  }

  /** Returns the number of the application's connections. */
  long connections() throws SQLException {
    return number("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + user() + "'");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    try (sandbox;
        admin) {
      database.close();
    }
  }
}
