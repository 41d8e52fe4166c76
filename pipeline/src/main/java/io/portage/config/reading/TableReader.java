package io.portage.config.reading;

import io.portage.config.AddedColumn;
import io.portage.config.ColumnConfig;
import io.portage.config.RouteConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BackfillPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.EventConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.TableConfig.VersionConfig;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.routing.RoutePattern;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tables}. */
final class TableReader {
  private static final Map<String, DeleteMode> DELETES =
      Map.of("soft", DeleteMode.SOFT, "hard", DeleteMode.HARD);
  private static final Map<String, BeforeImage> BEFORE =
      Map.of("whole", BeforeImage.WHOLE, "key", BeforeImage.KEY);
  private static final Map<String, VersionOrder> ORDER =
      Map.of(
          "position",
          VersionOrder.POSITION,
          "time",
          VersionOrder.TIME,
          "offset",
          VersionOrder.OFFSET);
  private static final Map<String, TruncatePolicy> TRUNCATE =
      Map.of("dead-letter", TruncatePolicy.DEAD_LETTER, "apply", TruncatePolicy.APPLY);

  private static final Map<String, NulPolicy> NUL =
      Map.of("dead-letter", NulPolicy.DEAD_LETTER, "strip", NulPolicy.STRIP);

  private static final String PRIMARY_KEY = "primary-key";

  private final SourceConfig source;
  private final ColumnsReader columnsReader;

  TableReader(SourceConfig source, ReferencesReader references) {
    this.source = source;
    this.columnsReader = new ColumnsReader(references);
  }

  /**
   * Reads an entry.
   *
   * @param isShared true if the entry states that other sources may have the same target
   */
  TableConfig read(YamlMapping section, boolean isShared) {
    TableDefaults defaults = source.format().tableDefaults();
    ColumnsReader.TableColumns all = columnsReader.read(section.optional("columns"));
    YamlValue keyField = section.required("key");
    boolean appends = keyField.isMapping();
    List<String> key = appends ? recordKey(keyField, all) : key(keyField, all);
    if (appends) {
      all = withRecordKey(all, key);
    }
    RouteConfig route = route(section, isShared, all.added());
    String to = route.isPattern() ? "" : route.to();
    Map<String, ColumnConfig> columns = all.mapped();
    DeleteMode deletes = section.required("deletes").choice(DELETES, DeleteMode.HARD);
    MetadataColumns metadata =
        new MetadataReader(to, deletes, columns == null ? taken(key, all) : columns.keySet())
            .read(section.optional("metadata"));
    TableConfig table =
        new TableConfig(
            route,
            key,
            columns,
            metadata,
            ExpressionReader.condition(section.optional("where")),
            versions(section, defaults.order()),
            new EventConfig(
                deletes,
                before(section.optional("before"), appends, defaults.before()),
                section.optional("truncate").choice(TRUNCATE, TruncatePolicy.DEAD_LETTER),
                section.optional("nul").choice(NUL, NulPolicy.DEAD_LETTER),
                new DriftReader(to, columns, metadata)
                    .read(section, defaults.missingColumns(), new HashSet<>(key))));
    section.finish();
    return table;
  }

  private VersionConfig versions(YamlMapping section, VersionOrder otherwise) {
    VersionOrder order = order(section.optional("order"), otherwise);
    YamlValue backfill = section.optional("backfill");
    BackfillPolicy policy =
        backfill.choice(
            Map.of("below", BackfillPolicy.BELOW, "heal", BackfillPolicy.HEAL),
            BackfillPolicy.BELOW);
    if (policy == BackfillPolicy.HEAL && order != VersionOrder.POSITION) {
      backfill.reject("heal needs order: position");
    }
    return new VersionConfig(order, EpochsReader.read(section.optional("epochs")), policy);
  }

  private VersionOrder order(YamlValue field, VersionOrder otherwise) {
    VersionOrder order = field.choice(ORDER, otherwise);
    source.format().orderProblem(order).ifPresent(field::reject);
    return order;
  }

  private static Set<String> taken(List<String> key, ColumnsReader.TableColumns columns) {
    Set<String> taken = new HashSet<>(key);
    taken.addAll(columns.added().keySet());
    return taken;
  }

  private RouteConfig route(YamlMapping section, boolean isShared, Map<String, AddedColumn> added) {
    YamlValue pattern = section.own("fromPattern");
    YamlValue to = section.own("to").required();
    if (!pattern.isPresent()) {
      String from = from(section.own("from").required());
      return new RouteConfig(from, false, to.parse(ValueParsers::table, ""), isShared, added);
    }
    if (section.own("from").isPresent()) {
      pattern.reject("choose one of from and fromPattern");
    }
    String expression = pattern.parse(ValueParsers::regularExpression, "");
    if (!expression.isEmpty()) {
      RoutePattern.of(expression, to.text()).problem().ifPresent(to::reject);
    }
    return new RouteConfig(expression, true, to.text(), isShared, added);
  }

  private String from(YamlValue field) {
    String from = field.text();
    if (!from.isEmpty()) {
      source.format().tableProblem(from, source.topics()).ifPresent(field::reject);
    }
    return from;
  }

  private static BeforeImage before(YamlValue field, boolean appends, BeforeImage otherwise) {
    if (appends && field.isPresent()) {
      field.reject("has no effect: with key: {record: ...} every record is a row of its own");
    }
    return field.choice(BEFORE, otherwise);
  }

  /** Reads {@code key: {record: <column>}}. */
  private static List<String> recordKey(YamlValue field, ColumnsReader.TableColumns all) {
    Map<String, ColumnConfig> columns = all.mapped();
    YamlMapping section = field.section();
    YamlValue record = section.required("record");
    String column = record.text();
    if (all.added().containsKey(column) || (columns != null && columns.containsKey(column))) {
      record.reject("column " + column + " is already used for another value");
    }
    section.finish();
    return List.of(column);
  }

  /** Returns the columns and that of the record's coordinates. */
  private static ColumnsReader.TableColumns withRecordKey(
      ColumnsReader.TableColumns all, List<String> key) {
    Map<String, ColumnConfig> columns = all.mapped();
    Map<String, ColumnConfig> mapped = columns == null ? null : new LinkedHashMap<>(columns);
    Map<String, AddedColumn> added = new LinkedHashMap<>(all.added());
    for (String column : key) {
      added.put(column, new AddedColumn.PropertyColumn(AddedColumn.SourceProperty.RECORD));
      if (mapped != null) {
        mapped.put(column, new ColumnConfig.CopiedColumn(column));
      }
    }
    return new ColumnsReader.TableColumns(mapped, added);
  }

  private static List<String> key(YamlValue field, ColumnsReader.TableColumns all) {
    if (field.isText()) {
      String text = field.text();
      if (!text.equals(PRIMARY_KEY)) {
        field.reject("neither " + PRIMARY_KEY + " nor a list of columns (write [" + text + "])");
      }
      return List.of();
    }
    @Nullable Map<String, ColumnConfig> columns = all.mapped();
    Set<String> key = new LinkedHashSet<>();
    for (YamlValue item : field.items()) {
      String name = item.text();
      if (!name.isEmpty() && !key.add(name)) {
        item.reject("column " + name + " occurs twice");
      }
      if (!name.isEmpty()
          && columns != null
          && !columns.containsValue(new ColumnConfig.CopiedColumn(name))) {
        item.reject("key column " + name + " is not mapped (add `" + name + ": {}` to columns)");
      }
    }
    return List.copyOf(key);
  }
}
