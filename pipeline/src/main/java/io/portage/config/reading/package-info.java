/**
 * Reads a job's configuration file into the values of {@link io.portage.config}, one class per
 * section. {@code ConfigReader} is the entry point; it checks everything that can be checked
 * without a connection.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config.reading;
