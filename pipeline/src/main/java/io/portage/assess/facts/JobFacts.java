package io.portage.assess.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables and settings of a job's configuration.
 *
 * @param name the job's name
 * @param format the format of values
 * @param tables the tables, those of patterns with the names that the sampled records have
 * @param createTables true if the start of a run creates missing tables
 */
public record JobFacts(String name, String format, List<JobTable> tables, boolean createTables) {
  /** Keeps a copy. */
  public JobFacts {
    tables = List.copyOf(tables);
  }

  /**
   * A table of the job.
   *
   * @param from {@code tables[].from}
   * @param source its name in the source's database
   * @param to the target's table
   * @param key the source columns of the key; empty for the target's primary key
   * @param targetKey the target columns of the key
   * @param copies the source column of each target column that is copied; null if every column is
   *     copied under its own name
   * @param version the column of the version
   * @param deleted the column of the mark of deleted rows, or null
   * @param appends true if every record becomes a row of its own
   * @param byPosition true if changes are ordered by their position in the source's log
   */
  public record JobTable(
      String from,
      String source,
      String to,
      List<String> key,
      List<String> targetKey,
      @Nullable Map<String, String> copies,
      String version,
      @Nullable String deleted,
      boolean appends,
      boolean byPosition) {
    /** Keeps copies. */
    public JobTable {
      key = List.copyOf(key);
      targetKey = List.copyOf(targetKey);
      copies = copies == null ? null : new TreeMap<>(copies);
    }

    /** Returns the source column of a target column, or null if none is copied to it. */
    public @Nullable String sourceOf(String target) {
      return copies == null ? target : copies.get(target);
    }

    /** Returns true if the source column is copied to a column of the target. */
    public boolean copies(String column) {
      return copies == null || copies.containsValue(column);
    }
  }

  /** Returns the table of this {@code tables[].from}. */
  public Optional<JobTable> table(String from) {
    return tables.stream().filter(table -> table.from().equals(from)).findFirst();
  }
}
