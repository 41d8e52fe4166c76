package io.portage.launcher.status;

import org.jspecify.annotations.Nullable;

/**
 * A value that was read from a server, or why it was not.
 *
 * @param value the value; null if it cannot be read
 * @param problem why it cannot be read, as one sentence; null if it was read
 */
public record Reading<T>(@Nullable T value, @Nullable String problem) {}
