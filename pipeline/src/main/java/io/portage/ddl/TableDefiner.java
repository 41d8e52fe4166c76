package io.portage.ddl;

import io.portage.config.AddedColumn;
import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import io.portage.target.Dialect;
import io.portage.target.MetadataType.Role;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines target tables: the columns that the job writes, each with the type of its source, the key
 * and the metadata columns. The same inputs give the same definition.
 *
 * @param dialect the target's dialect
 * @param definitions the dialect's definitions
 */
public record TableDefiner(Dialect dialect, DefinitionDialect definitions) {
  private static final String SAMPLED =
      "The records have no schema: the types are those of the values in %d of them (whole numbers"
          + " bigint, other numbers numeric, texts text, never dates or bytes). Check them.";
  private static final SourceType UNKNOWN = SourceType.of(Kind.UNKNOWN);

  /**
   * Returns the definition of a target table.
   *
   * @param config the table's configuration
   * @param sample the source's table
   */
  public TableDefinition define(TableConfig config, SampledTable sample) {
    SourceTable source = sample.table();
    List<String> comments = new ArrayList<>();
    comments.add("from " + config.from());
    if (!source.declared()) {
      comments.add(SAMPLED.formatted(sample.records()));
    }
    List<String> sourceKey = key(config, sample);
    List<String> key = sourceKey.stream().map(column -> targetOf(config, column)).toList();
    Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
    Set<String> metadata = metadata(config.metadata()).keySet();
    mapped(config, sourceKey, source)
        .forEach(
            (name, column) -> {
              if (metadata.contains(name)) {
                comments.add(
                    "the source's column "
                        + name
                        + " has the name of a metadata column: rename one");
              } else {
                columns.put(name, definition(name, column, key.contains(name)));
              }
            });
    metadata(config.metadata())
        .forEach((name, role) -> columns.put(name, metadataColumn(name, role)));
    return new TableDefinition(config.to(), List.copyOf(columns.values()), key, comments);
  }

  /**
   * Returns the source columns of the table's key: those of the records' keys if the configuration
   * leaves it to the target, which does not exist yet.
   */
  static List<String> key(TableConfig config, SampledTable sample) {
    return config.key().isEmpty() ? sample.key() : config.key();
  }

  private ColumnDefinition definition(String name, SourceColumn column, boolean isKey) {
    ColumnDefinition defined = definitions.column(name, column.withKey(isKey));
    return isKey ? defined.required() : defined;
  }

  /** Returns the target's columns in order, each with its type and default. */
  private static Map<String, SourceColumn> mapped(
      TableConfig config, List<String> key, SourceTable own) {
    SourceTable source = withAdded(config.route().added(), own);
    Map<String, SourceColumn> mapped = new LinkedHashMap<>();
    Map<String, ColumnConfig> columns = config.columns();
    if (columns == null) {
      key.forEach(column -> mapped.put(column, copied(source, column)));
      source.columns().forEach(column -> mapped.put(column.name(), column));
    } else {
      columns.forEach((name, column) -> mapped.put(name, column(source, column)));
    }
    return mapped;
  }

  /** Returns the table with the added columns; each replaces a source column of its name. */
  private static SourceTable withAdded(Map<String, AddedColumn> added, SourceTable source) {
    List<SourceColumn> columns = new ArrayList<>(source.columns());
    columns.removeIf(column -> added.containsKey(column.name()));
    added.forEach((name, column) -> columns.add(SourceColumn.of(name, column.type())));
    return new SourceTable(source.name(), columns, source.declared());
  }

  private static SourceColumn column(SourceTable source, ColumnConfig column) {
    if (column instanceof CopiedColumn copy) {
      return copied(source, copy.from());
    } else if (column instanceof LookupColumn lookup) {
      return SourceColumn.of(
          lookup.column(), UNKNOWN.named("a column of the reference " + lookup.lookup()));
    }
    return computed(source, (ComputedColumn) column);
  }

  private static SourceColumn copied(SourceTable source, String name) {
    SourceColumn column = source.column(name);
    return column != null
        ? column
        : SourceColumn.of(name, UNKNOWN.named("a column that no sampled record has"));
  }

  /** A value that is one of the row's columns has its type; others have that of the expression. */
  private static SourceColumn computed(SourceTable source, ComputedColumn column) {
    try {
      Expression expression = Expression.compile(column.value());
      List<SourceType> selected =
          expression.selected().stream()
              .sorted()
              .map(name -> copied(source, name).type())
              .distinct()
              .toList();
      SourceType type =
          selected.size() == 1
              ? selected.get(0)
              : expression
                  .resultType()
                  .orElse(UNKNOWN.named("an expression whose result depends on the row"));
      return SourceColumn.of("", type);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException("the expression was compiled by the reader", e);
    }
  }

  /** Returns true if a column of the target has the value of this source column. */
  static boolean isCopied(TableConfig config, String source) {
    Map<String, ColumnConfig> columns = config.columns();
    return columns == null || columns.containsValue(new CopiedColumn(source));
  }

  private static String targetOf(TableConfig config, String source) {
    Map<String, ColumnConfig> columns = config.columns();
    return columns == null
        ? source
        : columns.entrySet().stream()
            .filter(column -> column.getValue().equals(new CopiedColumn(source)))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(source);
  }

  private ColumnDefinition metadataColumn(String name, Role role) {
    String type = dialect.metadataType(role).definition();
    return role == Role.DELETED
        ? new ColumnDefinition(name, type, false, "false", null)
        : ColumnDefinition.of(name, type, null);
  }

  private static Map<String, Role> metadata(MetadataColumns metadata) {
    Map<String, Role> columns = new LinkedHashMap<>();
    put(columns, metadata.deleted(), Role.DELETED);
    put(columns, metadata.sourceTime(), Role.TIME);
    put(columns, metadata.appliedTime(), Role.TIME);
    put(columns, metadata.sourcePosition(), Role.POSITION);
    columns.put(metadata.version(), Role.VERSION);
    return columns;
  }

  private static void put(Map<String, Role> columns, @Nullable String name, Role role) {
    if (name != null) {
      columns.put(name, role);
    }
  }
}
