/**
 * Assembles everything behind the api: the options and their two doors, the deployment that owns sockets and background
 * tasks, and the session, database, collection and cursor that run commands on it.
 */
@NullMarked
package io.github.mooring.client;

import org.jspecify.annotations.NullMarked;
