package io.portage.launcher.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that carries the events of a topic into a table.
 *
 * @param name for people
 * @param main its main class; it follows the topic until SIGTERM
 * @param args what that class takes
 * @param environment what it finds there besides the environment of this process
 * @param topic what it reads
 * @param group in which it commits what it has read, once that is written
 * @param table what it writes
 * @param deadLetters the topic for what it cannot use, or null when it keeps nothing
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
