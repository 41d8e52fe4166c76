package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.decode.debezium.EnvelopeSettings.TombstoneMeaning;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code source.debezium}. */
final class DebeziumReader {
  /** The key in {@code source}. */
  static final String KEY = "debezium";

  private static final Map<String, BinaryMode> BINARY =
      labels(BinaryMode.values(), BinaryMode::label);
  private static final Map<String, DecimalMode> DECIMAL =
      labels(DecimalMode.values(), DecimalMode::label);
  private static final Map<String, TimeMode> TIME = labels(TimeMode.values(), TimeMode::label);
  private static final Map<String, IntervalMode> INTERVAL =
      labels(IntervalMode.values(), IntervalMode::label);
  private static final Map<String, Boolean> SWITCH = Map.of("true", true, "false", false);

  private DebeziumReader() {}

  /**
   * The settings of {@code source.debezium}.
   *
   * @param values the encoding of values
   * @param envelope the shape of the events
   */
  record DebeziumSettings(DebeziumConfig values, EnvelopeSettings envelope) {}

  static DebeziumSettings read(YamlValue field) {
    YamlMapping section = field.section();
    EnvelopeSettings envelope = envelope(section);
    DebeziumConfig config =
        new DebeziumConfig(
            section.optional("binary").choice(BINARY).orElse(null),
            section.optional("decimal").choice(DECIMAL).orElse(null),
            section.optional("time").choice(TIME).orElse(null),
            section.optional("interval").choice(INTERVAL).orElse(null),
            section.optional("unknownTypes").choice(SWITCH).orElse(null));
    section.finish();
    return new DebeziumSettings(config, envelope);
  }

  private static EnvelopeSettings envelope(YamlMapping section) {
    boolean unwrapped =
        section.optional("envelope").choice(Map.of("default", false, "unwrapped", true), false);
    YamlValue prefix = section.optional("fieldPrefix");
    YamlValue tombstones = section.optional("tombstones");
    YamlValue control = section.optional("controlRecords");
    EnvelopeSettings settings =
        new EnvelopeSettings(
            unwrapped,
            prefix.text(EnvelopeSettings.DEFAULT.fieldPrefix()),
            tombstones
                .choice(
                    Map.of("ignore", TombstoneMeaning.IGNORE, "delete", TombstoneMeaning.DELETE))
                .orElse(null),
            names(control));
    for (YamlValue value : List.of(prefix, tombstones)) {
      if (value.isPresent() && !unwrapped) {
        value.reject("is for envelope: unwrapped only");
      }
    }
    if (settings.fieldPrefix().isEmpty()) {
      prefix.reject(
          "must not be empty: a field could not be told from a column (set the connector's"
              + " add.fields.prefix)");
    }
    return settings;
  }

  private static Set<String> names(YamlValue list) {
    Set<String> names = new LinkedHashSet<>();
    if (list.isPresent()) {
      for (YamlValue item : list.items()) {
        String name = item.text();
        if (!name.isEmpty() && !names.add(name)) {
          item.reject(name + " occurs twice");
        }
      }
    }
    return names;
  }

  private static <T> Map<String, T> labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(label, Function.identity()));
  }
}
