package io.portage.launcher.contract.sources;

import java.util.Map;
import java.util.TreeMap;

/**
 * A connector: a source, a converter, and the form of its events.
 *
 * @param source the database that it captures
 * @param converter the syntax of its records
 * @param unwrapped true if its events are unwrapped
 */
record Capture(ShopSource source, Converter converter, boolean unwrapped) {
  /** Returns the connector's name, which its topics begin with. */
  String name() {
    return source.name() + "_" + converter.part() + (unwrapped ? "_unwrapped" : "");
  }

  /** Returns the topic of a table. */
  String topic(ShopTable table) {
    return name() + ".shop." + table.name();
  }

  /**
   * Returns true if the connector sends all changes of the table: unwrapped events have neither
   * truncates nor before images, and Apicurio's converter sends a default instead of a null.
   */
  boolean sendsAll(ShopTable table) {
    return switch (table.name()) {
      case "carts", "readings" -> !unwrapped;
      case "plans" -> converter != Converter.AVRO;
      default -> true;
    };
  }

  /** Returns the connector's properties, as the page about sources shows them. */
  Map<String, String> properties(SourcesPage page, Map<String, String> servers) {
    Map<String, String> variables = new TreeMap<>(servers);
    variables.putAll(source.variables());
    variables.put("prefix", name());
    variables.put("server-id", Integer.toString(20_000 + name().hashCode() % 10_000));
    Map<String, String> all = new TreeMap<>(page.properties(source.block(), variables));
    all.putAll(page.properties(converter.properties(), variables));
    if (unwrapped) {
      all.putAll(page.properties(source.transform(), variables));
    }
    return all;
  }
}
