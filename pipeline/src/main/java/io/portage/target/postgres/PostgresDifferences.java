package io.portage.target.postgres;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import java.util.Set;
import java.util.stream.Collectors;

/** The statement that tells in which columns the target's rows differ from incoming ones. */
final class PostgresDifferences {
  /** Types with an equality of their own; all others are compared by their text. */
  private static final Set<String> COMPARABLE =
      Set.of(
          "int2",
          "int4",
          "int8",
          "float4",
          "float8",
          "numeric",
          "bool",
          "text",
          "varchar",
          "bpchar",
          "bytea",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "uuid",
          "jsonb");

  private final WriteSpec shape;
  private final PostgresSql sql;

  PostgresDifferences(WriteSpec shape, PostgresSql sql) {
    this.shape = shape;
    this.sql = sql;
  }

  /** One row with a truth value for each column. Parameters: all fields. */
  String select() {
    TargetColumn deleted = shape.deleted();
    String alive =
        deleted == null ? "" : " AND t." + PostgresSql.quoted(deleted.name()) + " IS NOT TRUE";
    return "SELECT "
        + shape.columns().stream().map(this::differs).collect(Collectors.joining(", "))
        + " FROM "
        + sql.input(shape.fields(), false)
        + " JOIN "
        + PostgresSql.qualified(shape.table())
        + " AS t ON "
        + sql.sameKey()
        + alive;
  }

  private String differs(TargetColumn column) {
    String cast =
        COMPARABLE.contains(column.type())
            ? ""
            : column.type().equals("json") ? "::jsonb" : "::text";
    return "COALESCE(bool_or(t.%1$s%2$s IS DISTINCT FROM i.%1$s%2$s), FALSE)"
        .formatted(PostgresSql.quoted(column.name()), cast);
  }
}
