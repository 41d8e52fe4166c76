/** Changes of the target's definitions: tables and columns are added once, by one session. */
@NullMarked
package io.portage.target.ddl;

import org.jspecify.annotations.NullMarked;
