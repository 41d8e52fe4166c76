package io.portage.config;

import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Metadata;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code metadata}. */
final class MetadataReader {
  private final String table;
  private final Deletes deletes;
  private final Set<String> taken;

  /**
   * A reader for one table.
   *
   * @param columns the target columns that hold the row's own values
   */
  MetadataReader(String table, Deletes deletes, Set<String> columns) {
    this.table = table.isEmpty() ? "..." : table;
    this.deletes = deletes;
    this.taken = new HashSet<>(columns);
  }

  Metadata read(Field field) {
    Section section = field.section();
    Field version = section.optional("version");
    if (!version.isThere()) {
      version.problem(
          "is missing, but without it older changes would overwrite newer ones ("
              + addColumn("portage_version numeric")
              + ")");
    }
    Field deleted = section.optional("deleted");
    if (deletes == Deletes.SOFT && !deleted.isThere()) {
      deleted.problem(
          "is missing, but soft deletes mark rows there ("
              + addColumn("is_deleted boolean DEFAULT false")
              + ")");
    }
    String versionColumn = column(version);
    Metadata metadata =
        new Metadata(
            versionColumn == null ? "" : versionColumn,
            column(deleted),
            column(section.optional("sourceTime")),
            column(section.optional("appliedTime")),
            column(section.optional("sourcePosition")));
    section.finish();
    return metadata;
  }

  private String addColumn(String column) {
    return "ALTER TABLE " + table + " ADD COLUMN " + column;
  }

  private @Nullable String column(Field field) {
    String name = field.optionalText().orElse(null);
    if (name != null && !taken.add(name)) {
      field.problem("column " + name + " already holds something else");
    }
    return name;
  }
}
