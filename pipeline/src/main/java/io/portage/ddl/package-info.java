/**
 * The target's tables as a job's configuration and the records of its topics define them. A shared
 * package: commands print these definitions, and the start of a run creates the missing ones.
 */
@org.jspecify.annotations.NullMarked
package io.portage.ddl;
