package io.portage.target.postgres;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import java.util.Set;
import java.util.stream.Collectors;

/** The statement that finds the columns in which the target's rows differ from incoming ones. */
final class PostgresDifferences {
  /** Types that are compared by their own equality; all others are compared by their text. */
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

  private final WriteSpec spec;
  private final PostgresSql sql;

  PostgresDifferences(WriteSpec spec, PostgresSql sql) {
    this.spec = spec;
    this.sql = sql;
  }

  /** Selects one row with a boolean for each column. Parameters: all fields. */
  String select() {
    TargetColumn deleted = spec.deleted();
    String alive =
        deleted == null ? "" : " AND t." + PostgresSql.quoted(deleted.name()) + " IS NOT TRUE";
    return "SELECT "
        + spec.columns().stream().map(this::differs).collect(Collectors.joining(", "))
        + " FROM "
        + sql.input(spec.fields(), false)
        + " JOIN "
        + PostgresSql.qualified(spec.table())
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
