package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** MariaDB's types, into those types of PostgreSQL that hold all their values. */
final class MariaDbTypeSource implements TypeSource {
  private static final int MICROS = 6;

  /** The server breaks long lines. */
  private static final String WKB = "replace(to_base64(ST_AsBinary(%1$s)), '\\n', '')";

  private final AtomicInteger servers = new AtomicInteger(30_000);

  @Override
  public TypeSamples samples() throws IOException {
    return TypeSamples.read(FILES.resolve("mariadb.txt"));
  }

  /** Its connector does not have the mode {@code adaptive}. */
  @Override
  public List<TypeModes> modes() {
    return TypeModes.ALL.stream().filter(mode -> !mode.time().equals("adaptive")).toList();
  }

  @Override
  public String table() {
    return "types_source.samples";
  }

  @Override
  public Connection connect(Sandbox sandbox) throws SQLException {
    return DriverManager.getConnection(sandbox.mariaDb().adminJdbcUrl());
  }

  /** Allows dates that do not exist, and values without escapes. */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES', time_zone = '+00:00'");
      statement.execute("CREATE DATABASE types_source CHARACTER SET utf8mb4");
    }
  }

  @Override
  public void remove(Connection connection, List<String> connectors) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE types_source");
    }
  }

  @Override
  public Map<String, String> connector(Sandbox sandbox, String name) {
    SandboxMariaDb server = sandbox.mariaDb();
    Map<String, String> properties = new HashMap<>();
    properties.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
    properties.put("database.hostname", server.host());
    properties.put("database.port", Integer.toString(server.port()));
    properties.put("database.user", server.adminUser());
    properties.put("database.password", server.adminPassword());
    properties.put("database.server.id", Integer.toString(servers.incrementAndGet()));
    properties.put("database.ssl.mode", "disable");
    properties.put("database.include.list", "types_source");
    properties.put("include.schema.changes", "false");
    properties.put("schema.history.internal.kafka.bootstrap.servers", sandbox.bootstrapServers());
    properties.put("schema.history.internal.kafka.topic", name + "_schema_history");
    return properties;
  }

  @Override
  public String unwrappedFields() {
    return "op,connector,db,schema,table,source.snapshot,source.ts_ms,file,pos,row,gtid,server_id";
  }

  @Override
  public String sourceText(Sample sample) {
    String column = sample.column();
    if (sample.target().startsWith("bit")) {
      return "lpad(bin(" + column + " + 0), " + sample.type().replaceAll("\\D", "") + ", '0')";
    } else if (sample.target().equals("boolean")) {
      return "CASE "
          + column
          + " + 0 WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE "
          + column
          + " END";
    } else if (sample.type().equals("geometry") && sample.target().equals("jsonb")) {
      return ("concat('{\"wkb\": \"', "
              + WKB
              + ", '\", \"srid\": ', coalesce(nullif(ST_SRID(%1$s), 0), 'null'), '}')")
          .formatted(column);
    } else if (sample.target().equals("real") || sample.target().equals("double precision")) {
      // PostgreSQL's text of an exponent has its sign.
      return "replace(replace(CAST(CAST(%s AS DOUBLE) AS CHAR), 'e', 'e+'), 'e+-', 'e-')"
          .formatted(column);
    } else if (sample.type().equals("point")) {
      return "concat('(', ST_X(" + column + "), ',', ST_Y(" + column + "), ')')";
    }
    return sample.target().equals("bytea") ? "hex(" + column + ")" : "CAST(" + column + " AS CHAR)";
  }

  @Override
  public String targetText(Sample sample) {
    String column = sample.column();
    return switch (sample.target()) {
      case "real" -> column + "::float8::text";
      case "bytea" -> "upper(encode(" + column + ", 'hex'))";
      case "timestamp with time zone" -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
      case "timestamp(3)" -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.MS')";
      case "timestamp(6)" -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
      case "time(6)" -> "to_char(" + column + ", 'HH24:MI:SS.US')";
      default -> column + "::text";
    };
  }

  @Override
  public String textForMariaDb(Sample sample, String type) {
    String column = sample.column();
    String name = sample.type();
    if (type.startsWith("json") && name.equals("point")) {
      return ("JSON_NORMALIZE(JSON_OBJECT('x', ST_X(%1$s), 'y', ST_Y(%1$s), 'srid', NULL, 'wkb', "
              + WKB
              + "))")
          .formatted(column);
    } else if (type.startsWith("json") && name.equals("geometry")) {
      return ("JSON_NORMALIZE(JSON_OBJECT('srid', NULL, 'wkb', " + WKB + "))").formatted(column);
    } else if (name.startsWith("bit")) {
      return "lpad(bin(%s + 0), %s, '0')".formatted(column, name.replaceAll("\\D", ""));
    } else if (name.startsWith("datetime") || name.startsWith("time")) {
      String digits = name.replaceAll("\\D", "");
      String zeros = digits.isEmpty() ? ".000000" : "0".repeat(MICROS - Integer.parseInt(digits));
      return "concat(CAST(%s AS CHAR), '%s')".formatted(column, zeros);
    } else if (name.equals("float")) {
      return "CAST(CAST(" + column + " AS DOUBLE) AS CHAR)";
    }
    return name.contains("blob") || name.contains("binary")
        ? "hex(" + column + ")"
        : "CAST(" + column + " AS CHAR)";
  }

  @Override
  public Optional<String> readBack(Sample sample, String type) {
    return Optional.empty();
  }
}
