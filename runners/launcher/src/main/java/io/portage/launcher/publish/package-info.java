/** The command {@code publish}: reads events from a file, checks them and sends them to a topic. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.publish;
