package io.portage.launcher.init;

import io.portage.config.FormatConfig;
import io.portage.ddl.SampledTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The entries of {@code tables} that a new job has for tables of its topics. */
public final class TableEntries {
  private TableEntries() {}

  /**
   * Returns the text of an entry by {@code tables[].from}, with comments, each line indented by at
   * least two spaces.
   *
   * @param tables the tables; their key is that of the records
   * @param taken the names of targets that other entries have
   */
  public static Map<String, String> of(
      Map<String, SampledTable> tables, Set<String> taken, FormatConfig format) {
    Map<String, String> entries = new LinkedHashMap<>();
    Map<String, String> targets = JobYaml.targets(tables.keySet(), taken);
    tables.forEach(
        (from, sample) ->
            entries.put(
                from,
                JobYaml.entry(
                    from, targets.getOrDefault(from, from), sample.key(), sample, format)));
    return entries;
  }
}
