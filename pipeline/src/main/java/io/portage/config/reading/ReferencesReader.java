package io.portage.config.reading;

import io.portage.config.JdbcConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.yaml.Suggestions;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
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
 * @param headers the columns of CSV references by name
 */
record ReferencesReader(Map<String, ReferenceConfig> configs, Map<String, List<String>> headers) {
  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  static ReferencesReader read(YamlMapping section) {
    Map<String, ReferenceConfig> configs = new LinkedHashMap<>();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (YamlValue field : section.entries()) {
      configs.put(field.name(), one(field, headers));
    }
    return new ReferencesReader(Collections.unmodifiableMap(configs), headers);
  }

  /** Records an error if a lookup's reference does not exist or lacks the column. */
  void check(YamlValue lookup, YamlValue column) {
    String name = lookup.text();
    if (!name.isEmpty() && !configs.containsKey(name)) {
      lookup.reject(
          "no reference " + name + " (" + Suggestions.suggest(name, configs.keySet()) + ")");
    }
    List<String> header = headers.get(name);
    if (header != null) {
      checkColumn(column, header);
    }
  }

  private static ReferenceConfig one(YamlValue field, Map<String, List<String>> headers) {
    YamlMapping section = field.required().section();
    YamlValue csv = section.optional("csv");
    YamlValue jdbc = section.optional("jdbc");
    if (section.isPresent() && csv.isPresent() == jdbc.isPresent()) {
      field.reject("needs either csv or jdbc");
    }
    String path = csv.optionalText().orElse(null);
    YamlMapping database = jdbc.section();
    String query = database.required("query").optionalText().orElse(null);
    JdbcConfig connection = connection(database);
    database.finish();
    YamlValue key = section.required("key");
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

  /** Returns the reference's own connection, or null if it uses the target's. */
  private static @Nullable JdbcConfig connection(YamlMapping database) {
    YamlValue url = database.optional("url");
    boolean own =
        url.isPresent()
            || database.optional("user").isPresent()
            || database.optional("password").isPresent();
    return own ? JdbcReader.read(database) : null;
  }

  private static void checkColumn(YamlValue field, List<String> header) {
    String column = field.text();
    if (!column.isEmpty() && !header.contains(column)) {
      field.reject("no column " + column + " (" + Suggestions.suggest(column, header) + ")");
    }
  }
}
