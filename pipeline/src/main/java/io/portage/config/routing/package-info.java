/** The routes from source tables to target tables: by name, and by patterns with groups. */
@org.jspecify.annotations.NullMarked
package io.portage.config.routing;
