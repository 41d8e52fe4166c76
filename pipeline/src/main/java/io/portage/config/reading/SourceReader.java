package io.portage.config.reading;

import io.portage.config.DiscoveryConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.ConnectConfig;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.config.SourceConfig.KafkaConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TopicSelection;
import io.portage.config.yaml.InvalidValueException;
import io.portage.config.yaml.KafkaNames;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code source}. */
final class SourceReader {
  private static final Duration DEFAULT_SKEW = Duration.ofMinutes(10);
  private static final Pattern HTTP_URL = Pattern.compile("https?://[^\\s@?#]+");
  private static final String DEFAULT_UNAVAILABLE = "__debezium_unavailable_value";
  private static final Map<String, UnroutedPolicy> UNROUTED =
      Map.of("dead-letter", UnroutedPolicy.DEAD_LETTER, "ignore", UnroutedPolicy.IGNORE);

  private SourceReader() {}

  static SourceConfig read(YamlMapping section) {
    YamlMapping kafka = section.required("kafka").section();
    String servers = kafka.required("bootstrapServers").parse(KafkaNames::servers, "");
    TopicSelection topics = TopicsReader.read(kafka);
    String group = kafka.required("groupId").text();
    StartSetting start =
        kafka.optional("startFrom").parse(SourceReader::start, StartSetting.COMMITTED);
    Map<String, Secret> properties =
        KafkaPropertiesReader.read(kafka.optional("properties").section());
    DiscoveryConfig discovery = DiscoveryReader.read(kafka.optional("partitions").section());
    kafka.finish();

    Optional<FormatProvider> provider = section.required("format").choice(FormatProvider.all());
    FormatConfig format = provider.map(known -> known.read(section)).orElseGet(UnknownFormat::new);
    rejectKeysOfOtherFormats(section, provider);
    Duration skew = section.optional("maxFutureSkew").duration(DEFAULT_SKEW, Duration.ZERO);
    Instant earliest =
        section
            .optional("earliestTime")
            .parse(
                text -> ValueParsers.instant(text, "write 2000-01-01T00:00:00Z"),
                SourceConfig.EARLIEST);
    UnroutedPolicy unrouted =
        section.optional("unrouted").choice(UNROUTED, UnroutedPolicy.DEAD_LETTER);
    String unavailable = section.optional("unavailableValuePlaceholder").text(DEFAULT_UNAVAILABLE);
    DatabaseConfig database = database(section.optional(DatabaseConfig.SECTION).section());
    section.finish();
    return new SourceConfig(
        new KafkaConfig(servers, topics, group, start.from(), start.at(), properties, discovery),
        format,
        skew,
        earliest,
        unavailable,
        unrouted,
        database);
  }

  private static @Nullable DatabaseConfig database(YamlMapping section) {
    if (!section.isPresent()) {
      return null;
    }
    JdbcConfig connection = JdbcReader.withDialect(section);
    YamlMapping names = section.optional("tables").section();
    Map<String, String> tables = new LinkedHashMap<>();
    for (YamlValue name : names.entries()) {
      tables.put(name.name(), name.parse(ValueParsers::table, ""));
    }
    names.finish();
    String slot = section.optional("slot").optionalText().orElse(null);
    ConnectConfig connect = connect(section.optional(ConnectConfig.SECTION).section());
    section.finish();
    return new DatabaseConfig(connection, Map.copyOf(tables), slot, connect);
  }

  private static @Nullable ConnectConfig connect(YamlMapping section) {
    if (!section.isPresent()) {
      return null;
    }
    YamlValue field = section.required("url");
    String url = field.text();
    if (!url.isEmpty() && !HTTP_URL.matcher(url).matches()) {
      // The text is not quoted, because a URL may contain a password.
      field.reject("not the URL of a server without a login (write http://connect:8083)");
    }
    String connector = section.required("connector").text();
    YamlValue user = section.optional("user");
    YamlValue password = section.optional("password");
    if (user.isPresent() != password.isPresent()) {
      (user.isPresent() ? user : password).reject("needs both user and password");
    }
    ConnectConfig connect =
        new ConnectConfig(
            url.replaceFirst("/+$", ""),
            connector,
            user.isPresent() ? SecretReader.read(user) : null,
            password.isPresent() ? SecretReader.read(password) : null);
    section.finish();
    return connect;
  }

  private static void rejectKeysOfOtherFormats(
      YamlMapping section, Optional<FormatProvider> format) {
    Map<String, Set<String>> formatsOfKey = new TreeMap<>();
    FormatProvider.all()
        .forEach(
            (name, provider) ->
                provider
                    .keys()
                    .forEach(
                        key -> formatsOfKey.computeIfAbsent(key, k -> new TreeSet<>()).add(name)));
    formatsOfKey.forEach(
        (key, formats) -> {
          YamlValue field = section.optional(key);
          if (field.isPresent() && format.isPresent() && !formats.contains(format.get().name())) {
            field.reject("is for the format " + String.join(" or ", formats) + " only");
          }
        });
  }

  private record StartSetting(StartFrom from, @Nullable Instant at) {
    static final StartSetting COMMITTED = new StartSetting(StartFrom.COMMITTED, null);
  }

  private static StartSetting start(String text) throws InvalidValueException {
    return switch (text) {
      case "committed" -> StartSetting.COMMITTED;
      case "earliest" -> new StartSetting(StartFrom.EARLIEST, null);
      case "latest" -> new StartSetting(StartFrom.LATEST, null);
      default ->
          new StartSetting(
              StartFrom.INSTANT,
              ValueParsers.instant(
                  text, "write committed, earliest, latest or 2024-09-17T00:00:00Z"));
    };
  }
}
