package io.portage.config;

import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.yaml.Suggestions;
import io.portage.model.event.Format;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configured format of a source's values. Everything that depends on the format is defined
 * here. Immutable; it is serialized with the configuration, so that workers look up no service.
 */
public interface FormatConfig extends Serializable {
  /** The name in {@code source.format}. */
  String name();

  /**
   * Creates the decoder.
   *
   * @param unavailableValuePlaceholder the source's placeholder of unavailable values
   * @throws IllegalArgumentException if a setting is invalid
   */
  Format create(String unavailableValuePlaceholder);

  /** The defaults of a table's settings. */
  TableDefaults tableDefaults();

  /**
   * Checks {@code tables[].from}. By default it is a topic, because the events do not name their
   * table.
   *
   * @param from the setting, not empty
   * @param topics the source's topics
   * @return the error, or empty
   */
  default Optional<String> tableProblem(String from, List<String> topics) {
    return topics.isEmpty() || topics.contains(from)
        ? Optional.empty()
        : Optional.of(
            "no such topic in source.kafka.topics: '"
                + from
                + "' ("
                + Suggestions.suggest(from, topics)
                + ")");
  }

  /**
   * Checks {@code tables[].order}. By default every order is possible.
   *
   * @param order the setting, or its default
   * @return the error, or empty
   */
  default Optional<String> orderProblem(VersionOrder order) {
    return Optional.empty();
  }

  /**
   * Returns the topics that hold changes of a table. With several, rows of equal keys would
   * overwrite each other unless {@code tables[].keys} is set.
   *
   * @param from {@code tables[].from}, not empty
   * @param topics the source's topics
   */
  default List<String> topicsOf(String from, List<String> topics) {
    return topics.stream().filter(from::equals).toList();
  }

  /**
   * The settings that define the meaning of untyped values; null, the default, if the decoder
   * returns every value in its final type. If it is not null, a text that an expression computes is
   * not read as a number or bytes either.
   */
  default @Nullable DebeziumConfig debezium() {
    return null;
  }

  /**
   * The format's credentials, by their keys in {@code source}. The default has none.
   *
   * @see SinkConfig#credentials
   */
  default List<Credential> credentials() {
    return List.of();
  }

  /** The URLs of the format's servers, by their keys in {@code source}. The default has none. */
  default Map<String, String> urls() {
    return Map.of();
  }

  /**
   * Asks the format's servers, for commands before a job.
   *
   * @return the problems by the key in {@code source}; empty if the job can run
   */
  default Map<String, String> problems() {
    return Map.of();
  }
}
