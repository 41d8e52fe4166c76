package io.portage.direct;

import io.portage.config.PortageConfig;
import io.portage.ddl.JobTables;
import io.portage.direct.TypeCapture.Format;
import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.model.Stage;
import io.portage.sandbox.Sandbox;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables of MariaDB, as the dialect defines them from the schemas of the events. The tables of
 * events without schemas have the types of those with schemas in the same modes. Whatever does not
 * fit is rejected before it is written.
 */
final class MariaDbTypeTarget implements TypeTarget {
  private static final int RECORDS = 10;

  private final Sandbox sandbox;
  private final TypeSource source;
  private final Map<TypeCapture, TableDefinition> definitions = new HashMap<>();

  private MariaDbTypeTarget(Sandbox sandbox, TypeSource source) {
    this.sandbox = sandbox;
    this.source = source;
  }

  /** Defines the tables for the captures, whose topics have records. */
  static MariaDbTypeTarget of(
      Sandbox sandbox, TypeSource source, List<TypeCapture> captures, Path folder)
      throws Exception {
    MariaDbTypeTarget target = new MariaDbTypeTarget(sandbox, source);
    Dialect dialect = Dialects.of(sandbox.mariaDb().jdbcUrl());
    for (TypeCapture capture : captures) {
      if (!capture.format().isUntyped()) {
        Path file =
            Files.writeString(
                folder.resolve(capture.name() + "-ddl.yaml"),
                capture.config(sandbox, source.table(), capture.name()));
        PortageConfig config = capture.job().config(file);
        JobTables tables = JobTables.of(config, dialect, RECORDS, Clock.systemUTC());
        if (!tables.problems().isEmpty()) {
          throw new IOException(tables.problems().toString());
        }
        target.definitions.put(capture, tables.tables().get(0));
      }
    }
    return target;
  }

  private TableDefinition definition(TypeCapture capture) {
    return definitions.entrySet().stream()
        .filter(
            entry ->
                capture.format().isUntyped()
                    ? entry.getKey().format() != Format.AVRO
                        && entry.getKey().modes().equals(capture.modes())
                    : entry.getKey().equals(capture))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public TestJob job(TypeCapture capture) throws Exception {
    return Commands.job(sandbox, "types_mariadb", 1).intoMariaDb();
  }

  @Override
  public Connection connect(Sandbox server) throws SQLException {
    return DriverManager.getConnection(server.mariaDb().adminJdbcUrl());
  }

  @Override
  public Map<String, String> types(TypeCapture capture, List<Sample> sent) {
    Map<String, String> types = new HashMap<>();
    for (ColumnDefinition column : definition(capture).columns()) {
      types.put(column.name(), column.type().replaceFirst(" (CHARACTER SET|NULL).*", ""));
    }
    return types;
  }

  @Override
  public void create(TestJob job, String table, TypeCapture capture, List<Sample> sent)
      throws SQLException {
    TableDefinition known = definition(capture);
    TableDefinition named =
        new TableDefinition(table, known.columns(), known.primaryKey(), known.comments());
    Dialect dialect = Dialects.of(sandbox.mariaDb().jdbcUrl());
    job.database().execute(dialect.definitions().orElseThrow().createTable(named));
  }

  @Override
  public String sourceText(Sample sample, String type) {
    return source.textForMariaDb(sample, type);
  }

  @Override
  public String targetText(Sample sample, String type) {
    String column = sample.column();
    if (type.startsWith("bit")) {
      return "lpad(bin(%s + 0), %s, '0')".formatted(column, type.replaceAll("\\D", ""));
    } else if (type.equals("float")) {
      return "CAST(CAST(" + column + " AS DOUBLE) AS CHAR)";
    } else if (type.equals("longblob") || sample.type().matches(".*(blob|binary).*")) {
      return "hex(" + column + ")";
    }
    boolean shape = sample.type().equals("point") || sample.type().equals("geometry");
    return type.equals("json") && shape && source instanceof MariaDbTypeSource
        ? "JSON_NORMALIZE(" + column + ")"
        : "CAST(" + column + " AS CHAR)";
  }

  @Override
  public Optional<String> readBack(Sample sample, String type) {
    return source.readBack(sample, type);
  }

  @Override
  public boolean mayReject(Stage stage) {
    return stage != Stage.UPSERT;
  }
}
