package io.portage.direct;

import io.portage.sandbox.Sandbox;
import java.util.Map;
import java.util.TreeMap;

/** Settings of Debezium's connector for the sandbox's PostgreSQL. */
final class PostgresCapture {
  private PostgresCapture() {}

  /** Returns the settings of the connection, with a slot and a publication of this name. */
  static Map<String, String> connection(Sandbox sandbox, String name) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.put("database.hostname", "127.0.0.1");
    properties.put("database.port", Integer.toString(sandbox.postgres().port()));
    properties.put("database.user", "postgres");
    properties.put("database.password", "postgres");
    properties.put("database.dbname", "appdb");
    properties.put("plugin.name", "pgoutput");
    properties.put("slot.name", name);
    properties.put("publication.name", name);
    return properties;
  }

  /**
   * Returns a connector that sends all records to one topic, as JSON.
   *
   * @param tables the captured tables, separated by commas
   * @param name the topic, the slot and the publication
   * @param schemas true if the records have their schema
   */
  static Map<String, String> intoOneTopic(
      Sandbox sandbox, String tables, String name, boolean schemas) {
    Map<String, String> properties = connection(sandbox, name);
    properties.put("publication.autocreate.mode", "filtered");
    properties.put("table.include.list", tables);
    properties.put("topic.prefix", name);
    for (String part : new String[] {"key", "value"}) {
      properties.put(part + ".converter", "org.apache.kafka.connect.json.JsonConverter");
      properties.put(part + ".converter.schemas.enable", Boolean.toString(schemas));
    }
    properties.put("value.converter.replace.null.with.default", "false");
    properties.put("transforms", "one");
    properties.put("transforms.one.type", "org.apache.kafka.connect.transforms.RegexRouter");
    properties.put("transforms.one.regex", ".*");
    properties.put("transforms.one.replacement", name);
    return properties;
  }
}
