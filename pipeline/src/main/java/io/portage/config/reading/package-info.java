/**
 * Reads a job's configuration file, one class for each section, into the values of {@link
 * io.portage.config}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config.reading;
