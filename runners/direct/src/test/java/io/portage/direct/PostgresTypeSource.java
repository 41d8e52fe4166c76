package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** PostgreSQL's types, in the database of the targets, which have the same types. */
final class PostgresTypeSource implements TypeSource {
  private static final String HSTORE =
      "(SELECT coalesce(hstore(array_agg(key), array_agg(value)),"
          + " CASE WHEN %1$s IS NOT NULL THEN '' END::hstore) FROM json_each_text(%1$s::json))";

  private static final String ELEMENTS =
      "(SELECT coalesce(array_agg(%s ORDER BY o), '{}')"
          + " FROM json_array_elements_text(t::json) WITH ORDINALITY AS a(e, o))";

  @Override
  public TypeSamples samples() throws IOException {
    return TypeSamples.read(FILES.resolve("postgres.txt"));
  }

  @Override
  public List<TypeModes> modes() {
    return TypeModes.ALL;
  }

  @Override
  public String table() {
    return "types_source.samples";
  }

  @Override
  public Connection connect(Sandbox sandbox) throws SQLException {
    return DriverManager.getConnection(sandbox.jdbcUrl(), "postgres", "postgres");
  }

  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS hstore;
          CREATE EXTENSION IF NOT EXISTS ltree;
          CREATE TYPE mood AS ENUM ('sad', 'very "happy", ünd');
          CREATE DOMAIN positive AS numeric(10,2) CHECK (VALUE > 0);
          CREATE DOMAIN code AS text;
          CREATE DOMAIN moment AS timestamp(3);
          CREATE TYPE pair AS (a integer, b text);
          CREATE SCHEMA types_source;
          CREATE PUBLICATION types FOR TABLES IN SCHEMA types_source;
          """);
    }
  }

  @Override
  public void remove(Connection connection, List<String> connectors) throws SQLException {
    for (String connector : connectors) {
      Awaitility.await().until(() -> dropSlot(connection, connector));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DROP PUBLICATION types; DROP SCHEMA types_source CASCADE;
          DROP TYPE mood, pair CASCADE; DROP DOMAIN positive, code, moment CASCADE
          """);
    }
  }

  private static boolean dropSlot(Connection connection, String name) throws SQLException {
    try (PreparedStatement drop =
        connection.prepareStatement(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE slot_name = ? AND NOT active")) {
      drop.setString(1, name);
      try (ResultSet rows = drop.executeQuery()) {
        return rows.next();
      }
    }
  }

  @Override
  public Map<String, String> connector(Sandbox sandbox, String name) {
    Map<String, String> properties = PostgresCapture.connection(sandbox, name);
    properties.put("publication.name", "types");
    return properties;
  }

  @Override
  public String unwrappedFields() {
    return "op,connector,db,schema,table,source.snapshot,source.ts_ms,lsn,sequence";
  }

  @Override
  public String sourceText(Sample sample) {
    return sample.column() + "::text";
  }

  @Override
  public String targetText(Sample sample) {
    return sample.column() + "::text";
  }

  /** MariaDB has no text of a float but that of its double. */
  @Override
  public String textForMariaDb(Sample sample, String type) {
    return switch (sample.type()) {
      case "real" -> sample.column() + "::float8::text";
      case "money" -> sample.column() + "::numeric::text";
      default -> sample.column() + "::text";
    };
  }

  @Override
  public Optional<String> readBack(Sample sample, String type) {
    String name = sample.type();
    String value =
        switch (name) {
          case "real" -> "t::float8";
          case "money" -> "t::numeric(30,2)";
          case "timestamp with time zone", "timestamp(3) with time zone" -> "(t || '+00')::" + name;
          case "point" -> "('(' || (t::json ->> 'x') || ',' || (t::json ->> 'y') || ')')::point";
          case "interval", "interval(3)", "interval day to second" ->
              "CASE WHEN t ~ '^-?[0-9]+$' THEN t ELSE t::" + name + "::text END";
          case "hstore" -> HSTORE.formatted("t");
          case "hstore[]" -> ELEMENTS.formatted(HSTORE.formatted("e")) + "::hstore[]";
          default ->
              type.startsWith("longblob")
                  ? name.equals("bytea") || name.startsWith("bit")
                      ? "('\\x' || t)::bytea"
                      : "convert_from(decode(t, 'hex'), 'UTF8')::" + name
                  : name.endsWith("[]") && type.startsWith("json")
                      ? ELEMENTS.formatted("e") + "::" + name
                      : "t::" + name;
        };
    return Optional.of("SELECT " + value + "::text FROM (VALUES (?)) AS given(t)");
  }
}
