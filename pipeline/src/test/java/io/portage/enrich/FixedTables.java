package io.portage.enrich;

import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.List;
import java.util.Optional;

/** A catalog of the table {@code users}, which may be altered. */
final class FixedTables implements TargetTables {
  private TargetTable read = users();
  private TargetTable altered = read;
  private int refreshed;

  static TargetTable users(TargetColumn... more) {
    return users("int4", more);
  }

  /** The table with another type of {@code rank}. */
  static TargetTable ranked(String type) {
    return users(type);
  }

  private static TargetTable users(String rank, TargetColumn... more) {
    List<TargetColumn> columns =
        new java.util.ArrayList<>(
            List.of(
                column("user_id", "int8", false),
                column("full_name", "text", true),
                column("email", "text", true),
                column("email_domain", "text", true),
                column("country_name", "text", true),
                column("rank", rank, false)));
    columns.addAll(List.of(more));
    return TargetTable.of("users", columns, List.of("user_id"));
  }

  static TargetColumn column(String name, String type, boolean nullable) {
    return TestColumns.column(name, type, 0, 0, nullable, false, false);
  }

  /** Alters the table in the database; this catalog returns it only after a refresh. */
  void alter(TargetTable table) {
    altered = table;
  }

  int refreshed() {
    return refreshed;
  }

  @Override
  public Optional<TargetTable> find(String name) {
    return name.equals("users") ? Optional.of(read) : Optional.empty();
  }

  @Override
  public Optional<TargetTable> refresh(String name) {
    refreshed++;
    read = altered;
    return find(name);
  }

  @Override
  public void close() {}
}
