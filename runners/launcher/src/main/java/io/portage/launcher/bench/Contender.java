package io.portage.launcher.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that carries the events of a topic into a table.
 *
 * @param name the name for display
 * @param main its main class; it follows the topic until SIGTERM
 * @param args the arguments of the main class
 * @param environment environment variables besides those of this process
 * @param topic the topic that it reads
 * @param group the consumer group in which it commits the offsets of written events
 * @param table the table that it writes
 * @param deadLetters the topic of its dead letters, or null if it writes none
 */
record Contender(
    String name,
    String main,
    List<String> args,
    Map<String, String> environment,
    String topic,
    String group,
    String table,
    @Nullable String deadLetters) {}
