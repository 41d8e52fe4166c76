package io.portage.config;

import io.portage.config.SourceConfig.FormatName;
import io.portage.config.TableConfig.Before;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Metadata;
import io.portage.config.TableConfig.Missing;
import io.portage.config.TableConfig.Nul;
import io.portage.config.TableConfig.Order;
import io.portage.config.TableConfig.Truncate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one table. */
final class TableReader {
  private static final Map<String, Deletes> DELETES =
      Map.of("soft", Deletes.SOFT, "hard", Deletes.HARD);
  private static final Map<String, Before> BEFORE =
      Map.of("whole", Before.WHOLE, "key", Before.KEY);
  private static final Map<String, Order> ORDER =
      Map.of("position", Order.POSITION, "time", Order.TIME);
  private static final Map<String, Truncate> TRUNCATE =
      Map.of("dead-letter", Truncate.DEAD_LETTER, "apply", Truncate.APPLY);

  private static final Map<String, Nul> NUL =
      Map.of("dead-letter", Nul.DEAD_LETTER, "strip", Nul.STRIP);

  private static final Map<String, Missing> MISSING =
      Map.of("dead-letter", Missing.DEAD_LETTER, "keep", Missing.KEEP);

  private final SourceConfig source;
  private final ColumnsReader columnsReader;

  TableReader(SourceConfig source, References references) {
    this.source = source;
    this.columnsReader = new ColumnsReader(references);
  }

  TableConfig read(Section section) {
    boolean debezium = source.format() == FormatName.DEBEZIUM_JSON;
    String from = from(section.required("from"));
    String to = section.required("to").parse(Tables::name, "");
    Map<String, ColumnConfig> columns = columnsReader.read(section.optional("columns"));
    List<String> key = key(section.required("key"), columns);
    Deletes deletes = section.required("deletes").choice(DELETES, Deletes.HARD);
    Metadata metadata =
        new MetadataReader(to, deletes, columns == null ? Set.copyOf(key) : columns.keySet())
            .read(section.optional("metadata"));
    TableConfig table =
        new TableConfig(
            from,
            to,
            key,
            deletes,
            section.optional("before").choice(BEFORE, debezium ? Before.KEY : Before.WHOLE),
            Expressions.condition(section.optional("where")),
            section.optional("order").choice(ORDER, debezium ? Order.POSITION : Order.TIME),
            EpochsReader.read(section.optional("epochs")),
            section.optional("truncate").choice(TRUNCATE, Truncate.DEAD_LETTER),
            columns,
            metadata,
            section.optional("nul").choice(NUL, Nul.DEAD_LETTER),
            section
                .optional("missing")
                .choice(MISSING, tellsWholeRows() ? Missing.DEAD_LETTER : Missing.KEEP));
    section.finish();
    return table;
  }

  private boolean tellsWholeRows() {
    return source.format() != FormatName.ENVELOPE_JSON;
  }

  private String from(Field field) {
    String from = field.text();
    if (from.isEmpty()) {
      return from;
    }
    if (source.format() == FormatName.DEBEZIUM_JSON) {
      if (from.indexOf('.') <= 0 || from.endsWith(".")) {
        field.problem("not a source table: '" + from + "' (write schema.table)");
      }
    } else if (!source.topics().isEmpty() && !source.topics().contains(from)) {
      String hint = Spelling.suggest(from, source.topics());
      field.problem("no such topic in source.kafka.topics: '" + from + "' (" + hint + ")");
    }
    return from;
  }

  private static List<String> key(Field field, @Nullable Map<String, ColumnConfig> columns) {
    Set<String> key = new LinkedHashSet<>();
    for (Field item : field.items()) {
      String name = item.text();
      if (!name.isEmpty() && !key.add(name)) {
        item.problem("column " + name + " stands twice");
      }
      if (!name.isEmpty()
          && columns != null
          && !columns.containsValue(new ColumnConfig.Copied(name))) {
        item.problem(
            "no column takes the key " + name + " over (add `" + name + ": {}` to columns)");
      }
    }
    return List.copyOf(key);
  }
}
