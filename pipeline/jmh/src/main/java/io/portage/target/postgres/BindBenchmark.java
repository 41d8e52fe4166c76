package io.portage.target.postgres;

import io.portage.jmh.Timed;
import io.portage.model.Change;
import io.portage.model.ChangeFixture;
import io.portage.sandbox.Sandbox;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import io.portage.target.postgres.fitting.TestColumns;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Binds a batch to a statement of a real PostgreSQL, without a round trip; time per row. */
public class BindBenchmark extends Timed {
  private static final int BATCH = 500;

  private final RowBatch rows = rows(ChangeFixture.changes(BATCH, BATCH));
  private @Nullable Sandbox sandbox;
  private @Nullable Connection connection;
  private @Nullable PreparedStatement statement;

  /** Starts PostgreSQL. */
  @Setup
  public void setup() throws SQLException {
    Sandbox started = Sandbox.start();
    sandbox = started;
    Connection opened =
        DriverManager.getConnection(started.jdbcUrl(), started.user(), started.password());
    connection = opened;
    statement = opened.prepareStatement("SELECT ?, ?, ?, ?, ?, ?, ?");
  }

  /** Stops PostgreSQL. */
  @TearDown
  public void tearDown() throws SQLException {
    if (connection != null) {
      connection.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public @Nullable PreparedStatement bind() throws SQLException {
    if (connection == null || statement == null) {
      throw new IllegalStateException("not set up");
    }
    new PostgresBatch(connection, rows).bind(statement, 1, rows.spec().fields(), false, false);
    return statement;
  }

  private static RowBatch rows(List<Change> changes) {
    WriteSpec shape =
        new WriteSpec(
            "app.users_enriched",
            List.of(column("user_id", "int8")),
            List.of(
                column("name", "text"), column("email", "text"), column("country_code", "text")),
            column("portage_version", "numeric"),
            column("is_deleted", "bool"),
            column("updated_at", "timestamptz"),
            null,
            null,
            null,
            false,
            false,
            null,
            false);
    List<@Nullable Object[]> values = new ArrayList<>();
    values.add(each(changes, change -> change.key().get(0)));
    values.add(each(changes, Change::version));
    for (int i = 1; i < 4; i++) {
      int place = i;
      values.add(each(changes, change -> change.row().get(place)));
    }
    values.add(each(changes, change -> false));
    values.add(each(changes, change -> Instant.ofEpochMilli(change.changeTime())));
    return new RowBatch(shape, changes.size(), values);
  }

  private static @Nullable Object[] each(
      List<Change> changes, Function<Change, @Nullable Object> value) {
    return changes.stream().map(value).toArray();
  }

  private static TargetColumn column(String name, String type) {
    return TestColumns.column(name, type, 0, 0, true, false, false);
  }
}
