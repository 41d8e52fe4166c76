/** Changes of the target's definitions: tables and columns are added once, by one session. */
@org.jspecify.annotations.NullMarked
package io.portage.target.ddl;
