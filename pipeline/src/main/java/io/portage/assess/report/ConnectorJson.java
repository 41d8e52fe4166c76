package io.portage.assess.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.Publication;
import io.portage.assess.facts.DatabaseFacts.Slot;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.MessageFacts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a Debezium connector for a job's source, as Connect's REST API takes it.
 * User and password refer to the worker's environment ({@code config.providers=env}).
 */
public final class ConnectorJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern URL =
      Pattern.compile("jdbc:\\w+://([^:/?,]+)(?::(\\d+))?(?:/([^?]*))?.*");

  private ConnectorJson() {}

  /**
   * Returns the text; empty if the source's catalog was not read or if the format is not
   * Debezium's.
   *
   * @param jdbcUrl the source's URL
   * @param brokers the brokers, for MariaDB's and MySQL's schema history
   */
  public static String of(Facts facts, String jdbcUrl, String brokers) {
    DatabaseFacts source = facts.source();
    if (source == null || !facts.job().format().startsWith("debezium")) {
      return "";
    }
    Matcher url = URL.matcher(jdbcUrl);
    boolean known = url.matches();
    String host = known ? url.group(1) : "HOST";
    String port = known ? url.group(2) : null;
    String database = known && url.group(3) != null ? url.group(3) : "DATABASE";
    String prefix = prefix(facts);
    ObjectNode root = JSON.createObjectNode();
    root.put("name", facts.job().name());
    ObjectNode config = root.putObject("config");
    config.put("connector.class", connectorClass(source));
    config.put("database.hostname", host);
    config.put("database.port", port != null ? port : source.isPostgres() ? "5432" : "3306");
    config.put("database.user", "${env:PORTAGE_CONNECTOR_USER}");
    config.put("database.password", "${env:PORTAGE_CONNECTOR_PASSWORD}");
    if (source.isPostgres()) {
      config.put("database.dbname", database);
      config.put("plugin.name", "pgoutput");
      config.put("slot.name", slot(source, prefix));
      config.put("publication.name", publication(source, prefix));
      config.put("publication.autocreate.mode", "filtered");
    } else {
      config.put("database.server.id", "SERVER_ID");
      config.put("database.include.list", database);
      config.put("schema.history.internal.kafka.bootstrap.servers", brokers);
      config.put("schema.history.internal.kafka.topic", prefix + ".schema-history");
    }
    config.put("topic.prefix", prefix);
    config.put("table.include.list", tables(facts));
    config.put("skipped.operations", "none");
    config.put("heartbeat.interval.ms", "10000");
    if (facts.job().format().equals("debezium-json")) {
      converters(facts, config);
    }
    return text(root);
  }

  private static String connectorClass(DatabaseFacts source) {
    return switch (source.product()) {
      case POSTGRESQL -> "io.debezium.connector.postgresql.PostgresConnector";
      case MARIADB -> "io.debezium.connector.mariadb.MariaDbConnector";
      case MYSQL -> "io.debezium.connector.mysql.MySqlConnector";
    };
  }

  /** The topic of a table is named after its prefix, its schema and itself. */
  private static String prefix(Facts facts) {
    for (MessageFacts seen : facts.messages()) {
      for (String topic : seen.topics()) {
        if (topic.endsWith("." + seen.from())) {
          return topic.substring(0, topic.length() - seen.from().length() - 1);
        }
      }
    }
    return "PREFIX";
  }

  private static String slot(DatabaseFacts source, String prefix) {
    List<Slot> slots = source.slots();
    return slots.size() == 1
        ? slots.get(0).name()
        : prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }

  private static String publication(DatabaseFacts source, String prefix) {
    List<Publication> publications = source.publications();
    return publications.size() == 1 ? publications.get(0).name() : prefix;
  }

  /** The list has regular expressions. */
  private static String tables(Facts facts) {
    Set<String> names = new TreeSet<>();
    facts.job().tables().stream().map(JobTable::source).forEach(names::add);
    facts.messages().stream()
        .map(MessageFacts::from)
        .filter(from -> facts.job().table(from).isEmpty())
        .forEach(names::add);
    return String.join(
        ",", names.stream().map(name -> name.replaceAll("[^\\w.]", "\\\\$0")).toList());
  }

  private static void converters(Facts facts, ObjectNode config) {
    boolean schemas =
        facts.messages().isEmpty()
            || facts.messages().stream().anyMatch(seen -> seen.withSchema() > 0);
    for (String part : List.of("key", "value")) {
      config.put(part + ".converter", "org.apache.kafka.connect.json.JsonConverter");
      config.put(part + ".converter.schemas.enable", String.valueOf(schemas));
    }
    config.put("value.converter.replace.null.with.default", "false");
    if (!schemas) {
      config.put("decimal.handling.mode", "string");
      config.put("time.precision.mode", "microseconds");
      config.put("binary.handling.mode", "base64");
    }
  }

  private static String text(ObjectNode root) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the connector's configuration is no JSON", e);
    }
  }
}
