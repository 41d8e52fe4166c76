package io.portage.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code references}.
 *
 * @param configs the references by name, in file order
 * @param headers the columns of those whose columns the file system tells, by name
 */
record References(Map<String, ReferenceConfig> configs, Map<String, List<String>> headers) {
  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  static References read(Section section) {
    Map<String, ReferenceConfig> configs = new LinkedHashMap<>();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Field field : section.entries()) {
      configs.put(field.name(), one(field, headers));
    }
    return new References(Collections.unmodifiableMap(configs), headers);
  }

  /** Records a lookup's reference that does not exist, or lacks the column. */
  void check(Field lookup, Field column) {
    String name = lookup.text();
    if (!name.isEmpty() && !configs.containsKey(name)) {
      lookup.problem(
          "no reference " + name + " (" + Spelling.suggest(name, configs.keySet()) + ")");
    }
    List<String> header = headers.get(name);
    if (header != null) {
      checkColumn(column, header);
    }
  }

  private static ReferenceConfig one(Field field, Map<String, List<String>> headers) {
    Section section = field.required().section();
    Field csv = section.optional("csv");
    Field jdbc = section.optional("jdbc");
    if (section.isThere() && csv.isThere() == jdbc.isThere()) {
      field.problem("needs either csv or jdbc");
    }
    String path = csv.optionalText().orElse(null);
    Section database = jdbc.section();
    String query = database.required("query").optionalText().orElse(null);
    JdbcConfig connection = connection(database);
    database.finish();
    Field key = section.required("key");
    Duration refresh = section.optional("refresh").duration(DEFAULT_REFRESH, SHORTEST);
    section.finish();

    if (path != null) {
      CsvHeader.read(csv, path)
          .ifPresent(
              header -> {
                headers.put(field.name(), header);
                checkColumn(key, header);
              });
    }
    return new ReferenceConfig(path, query, connection, key.text(), refresh);
  }

  /** Its own connection, or null where it shares the target's. */
  private static @Nullable JdbcConfig connection(Section database) {
    Field url = database.optional("url");
    boolean own =
        url.isThere()
            || database.optional("user").isThere()
            || database.optional("password").isThere();
    return own ? JdbcReader.read(database) : null;
  }

  private static void checkColumn(Field field, List<String> header) {
    String column = field.text();
    if (!column.isEmpty() && !header.contains(column)) {
      field.problem("no column " + column + " (" + Spelling.suggest(column, header) + ")");
    }
  }
}
