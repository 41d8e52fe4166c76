package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.Arrays;
import java.util.Map;
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

  static DebeziumConfig read(YamlValue field) {
    YamlMapping section = field.section();
    DebeziumConfig config =
        new DebeziumConfig(
            section.optional("binary").choice(BINARY).orElse(null),
            section.optional("decimal").choice(DECIMAL).orElse(null),
            section.optional("time").choice(TIME).orElse(null),
            section.optional("interval").choice(INTERVAL).orElse(null),
            section.optional("unknownTypes").choice(SWITCH).orElse(null));
    section.finish();
    return config;
  }

  private static <T> Map<String, T> labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(label, Function.identity()));
  }
}
