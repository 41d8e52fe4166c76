package io.portage.config.reading;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code metadata}. */
final class MetadataReader {
  private final String table;
  private final DeleteMode deletes;
  private final Set<String> taken;

  /**
   * Creates the reader of one table.
   *
   * @param columns the target columns of the row's own values
   */
  MetadataReader(String table, DeleteMode deletes, Set<String> columns) {
    this.table = table.isEmpty() ? "..." : table;
    this.deletes = deletes;
    this.taken = new HashSet<>(columns);
  }

  MetadataColumns read(YamlValue field) {
    YamlMapping section = field.section();
    YamlValue version = section.optional("version");
    if (!version.isPresent()) {
      version.reject(
          "is missing, but without it older changes would overwrite newer ones ("
              + addColumn("portage_version numeric")
              + ")");
    }
    YamlValue deleted = section.optional("deleted");
    if (deletes == DeleteMode.SOFT && !deleted.isPresent()) {
      deleted.reject(
          "is missing, but soft deletes mark rows there ("
              + addColumn("is_deleted boolean DEFAULT false")
              + ")");
    }
    String versionColumn = column(version);
    MetadataColumns metadata =
        new MetadataColumns(
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

  private @Nullable String column(YamlValue field) {
    String name = field.optionalText().orElse(null);
    if (name != null && !taken.add(name)) {
      field.reject("column " + name + " is already used for another value");
    }
    return name;
  }
}
