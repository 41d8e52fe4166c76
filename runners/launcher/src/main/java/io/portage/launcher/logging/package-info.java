/**
 * The log as JSON lines ({@code --log-format=json}): the loggers of SLF4J and of the JDK, uncaught
 * exceptions, and the messages of commands.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.logging;
