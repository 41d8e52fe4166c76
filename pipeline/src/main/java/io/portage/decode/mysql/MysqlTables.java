package io.portage.decode.mysql;

import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Image;
import io.portage.model.event.SourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Common parts of the formats of this package. */
final class MysqlTables {
  private MysqlTables() {}

  /** Checks {@code tables[].from}: the events name {@code database.table}. */
  static Optional<String> problem(String from) {
    int dot = from.indexOf('.');
    return dot > 0 && dot < from.length() - 1
        ? Optional.empty()
        : Optional.of("not a source table: '" + from + "' (write database.table)");
  }

  /** Returns the parts of a table's name. */
  static SourceNames names(@Nullable String database, @Nullable String table) {
    return new SourceNames(database, null, table);
  }

  /** Returns {@code database.table}, or null if one of them is missing. */
  static @Nullable String name(@Nullable String database, @Nullable String table) {
    return database == null || database.isEmpty() || table == null || table.isEmpty()
        ? null
        : database + "." + table;
  }

  /**
   * Returns the image before an update.
   *
   * @param after the image after it
   * @param changed the columns that it changed, with their values before it
   */
  static Image before(Image after, Row changed) {
    List<String> names = new ArrayList<>(after.row().columns().names());
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      values.add(changed.has(name) ? changed.get(name) : after.row().get(i));
    }
    for (String name : changed.columns().names()) {
      if (!after.row().has(name)) {
        names.add(name);
        values.add(changed.get(name));
      }
    }
    return new Image(Row.of(Columns.of(names), values.toArray()), Set.of(), after.typed());
  }
}
