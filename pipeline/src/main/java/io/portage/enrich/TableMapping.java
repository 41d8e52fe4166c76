package io.portage.enrich;

import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.TableConfig;
import io.portage.expression.ColumnMapping;
import io.portage.expression.ColumnMapping.MappedColumn;
import io.portage.expression.Expression;
import io.portage.model.Columns;
import io.portage.target.TargetColumn;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.fitting.TableMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column mapping of one table, and a cache of row mappers by the columns of the source row. Not
 * thread-safe.
 */
final class TableMapping {
  /**
   * The maximum number of cached mappers. Then the cache is cleared, so that a source that invents
   * columns cannot exhaust the memory.
   */
  private static final int MAX_MAPPERS = 1_000;

  private final ColumnMapping mapping;

  /**
   * Source columns that are copied to more than one target column. Normalize does not fit these;
   * each copy is fitted here.
   */
  private final Set<String> severalTimes = new HashSet<>();

  /** The target column of the object that Normalize made of unknown columns, or null. */
  private final @Nullable String json;

  private final TableMetadata metadata;
  private final Map<String, Columns> references;
  private final boolean textIsText;
  private final Map<Columns, TargetRowMapper> mappers = new HashMap<>();

  /**
   * Compiles the mapping of a table that lists its columns.
   *
   * @param references the columns of each reference's rows
   * @param textIsText see {@link ComputeColumn}
   * @throws IllegalArgumentException if an expression does not compile
   */
  TableMapping(
      TableConfig table,
      TableMetadata metadata,
      Map<String, Columns> references,
      boolean textIsText) {
    this.mapping = ColumnMapping.of(table);
    this.metadata = metadata;
    this.references = references;
    this.textIsText = textIsText;
    this.json = table.unknownColumns().jsonColumn();
    Set<String> once = new HashSet<>();
    for (MappedColumn column : mapping.columns()) {
      String source = column.copyOf();
      if (source != null && !once.add(source)) {
        severalTimes.add(source);
      }
    }
  }

  /**
   * Returns the mapper for rows with these columns. While the target lacks one of the mapped
   * columns, its metadata is read again, at most once a second.
   */
  TargetRowMapper mapper(Columns source) {
    TargetRowMapper mapper = cached(source);
    return mapper.lacksTargetColumn() && reload() ? cached(source) : mapper;
  }

  private TargetRowMapper cached(Columns source) {
    TargetRowMapper mapper = mappers.get(source);
    if (mapper == null) {
      if (mappers.size() >= MAX_MAPPERS) {
        mappers.clear();
      }
      mapper = compile(source);
      mappers.put(source, mapper);
    }
    return mapper;
  }

  /**
   * Reads the target's metadata again, at most once a second.
   *
   * @return true if it has changed, so that a rejected change may be tried again
   */
  boolean reload() {
    boolean changed = metadata.reload();
    if (changed) {
      mappers.clear();
    }
    return changed;
  }

  private TargetRowMapper compile(Columns source) {
    List<ColumnMapper> steps = new ArrayList<>();
    boolean lacksTargetColumn = false;
    for (MappedColumn target : mapping.columns()) {
      long present = target.inputs().stream().filter(name -> source.indexOf(name) >= 0).count();
      if (present == 0 && !target.inputs().isEmpty()) {
        continue;
      }
      if (present < target.inputs().size()) {
        steps.add(ColumnMapper.missingInput(target.name(), missing(target, source)));
        continue;
      }
      String copied = target.copyOf();
      if (copied != null && !severalTimes.contains(copied)) {
        steps.add(ColumnMapper.copy(target.name(), source.indexOf(copied)));
        continue;
      }
      TargetColumn column = metadata.column(target.name());
      lacksTargetColumn |= column == null;
      steps.add(
          column == null ? ColumnMapper.unknown(target.name()) : step(target, source, column));
    }
    if (json != null && source.indexOf(json) >= 0) {
      steps.add(ColumnMapper.copy(json, source.indexOf(json)));
    }
    return TargetRowMapper.of(source, steps, lacksTargetColumn);
  }

  private ColumnMapper step(MappedColumn target, Columns source, TargetColumn column) {
    String copied = target.copyOf();
    ColumnFitter fitter = metadata.fitter(column);
    if (copied != null) {
      return column.generated()
          ? ColumnMapper.copy(target.name(), source.indexOf(copied))
          : new ColumnMapper.FitColumn(target.name(), source.indexOf(copied), fitter);
    }
    if (target.config() instanceof LookupColumn lookup) {
      int wanted = Objects.requireNonNull(references.get(lookup.lookup())).indexOf(lookup.column());
      return new LookupMapper(target.name(), lookup, source.indexOf(lookup.by()), wanted, fitter);
    }
    int[] inputs = target.inputs().stream().mapToInt(source::indexOf).toArray();
    Expression value = Objects.requireNonNull(target.value());
    return new ComputeColumn(target.name(), value, target.when(), inputs, fitter, textIsText);
  }

  private static String missing(MappedColumn target, Columns source) {
    return target.inputs().stream()
        .filter(name -> source.indexOf(name) < 0)
        .sorted()
        .findFirst()
        .orElseThrow();
  }
}
