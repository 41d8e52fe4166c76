package io.portage.config.reading;

import io.portage.config.ReferenceConfig;
import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceSource;
import io.portage.config.reference.ReferenceSourceProvider;
import io.portage.config.reference.ReferenceSources;
import io.portage.config.yaml.Suggestions;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code references}. */
final class ReferencesReader {
  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** All names, also of references with an error. */
  private final Set<String> names = new LinkedHashSet<>();

  private final Map<String, ReferenceConfig> configs = new LinkedHashMap<>();

  /** The columns of the references whose columns are known. */
  private final Map<String, List<String>> columns = new LinkedHashMap<>();

  private ReferencesReader() {}

  static ReferencesReader read(YamlMapping section) {
    ReferencesReader references = new ReferencesReader();
    section.entries().forEach(references::add);
    return references;
  }

  /** Returns the references by name, in file order; without those that have an error. */
  Map<String, ReferenceConfig> configs() {
    return Collections.unmodifiableMap(configs);
  }

  /** Records an error if a lookup's reference does not exist or lacks the column. */
  void check(YamlValue lookup, YamlValue column) {
    String name = lookup.text();
    if (!name.isEmpty() && !names.contains(name)) {
      lookup.reject("no reference " + name + " (" + Suggestions.suggest(name, names) + ")");
    }
    checkColumn(column, name);
  }

  private void add(YamlValue field) {
    names.add(field.name());
    YamlMapping section = field.required().section();
    Optional<ReferenceConfig> config = Optional.empty();
    int sources = 0;
    YamlValue key = section.required("key");
    Duration refresh = section.optional("refresh").duration(DEFAULT_REFRESH, SHORTEST);
    for (ReferenceSourceProvider provider : ReferenceSources.providers()) {
      YamlValue settings = section.optional(provider.key());
      if (settings.isPresent()) {
        sources++;
        config =
            source(field.name(), provider, settings)
                .map(source -> new ReferenceConfig(provider.key(), source, key.text(), refresh));
      }
    }
    section.finish();
    if (section.isPresent() && sources != 1) {
      field.reject(
          "needs exactly one of "
              + String.join(
                  ", ",
                  ReferenceSources.providers().stream()
                      .map(ReferenceSourceProvider::key)
                      .toList()));
    }
    config.ifPresent(valid -> configs.put(field.name(), valid));
    checkColumn(key, field.name());
  }

  private Optional<ReferenceSource> source(
      String name, ReferenceSourceProvider provider, YamlValue settings) {
    Optional<ReferenceSource> source = provider.read(settings);
    if (source.isPresent()) {
      try {
        source.get().columns().ifPresent(known -> columns.put(name, known));
      } catch (ReferenceException unreadable) {
        settings.reject(String.valueOf(unreadable.getMessage()));
      }
    }
    return source;
  }

  private void checkColumn(YamlValue field, String reference) {
    List<String> known = columns.get(reference);
    String column = field.text();
    if (known != null && !column.isEmpty() && !known.contains(column)) {
      field.reject("no column " + column + " (" + Suggestions.suggest(column, known) + ")");
    }
  }
}
