"""Who a database is, as its connection says; a URL may lead elsewhere by arguments, hooks, services and variables."""

import re

POSTGRESQL = (
    "SELECT current_database(), session_user, host(inet_server_addr()), inet_server_port(),"
    " current_setting('port', true), current_schema(), current_setting('search_path')"
)
MYSQL = "SELECT DATABASE(), USER()"
MYSQL_SERVER = "SHOW VARIABLES WHERE Variable_name IN ('hostname', 'port', 'wsrep_on')"
SQLITE = "PRAGMA database_list"
MSSQL = (
    "SELECT DB_NAME(), SUSER_SNAME(), CAST(SERVERPROPERTY('ServerName') AS NVARCHAR(256)),"
    " CAST(CONNECTIONPROPERTY('local_tcp_port') AS INT), SCHEMA_NAME()"
)
ORACLE = (
    "SELECT SYS_CONTEXT('USERENV', 'SERVICE_NAME'), SYS_CONTEXT('USERENV', 'SESSION_USER'),"
    " SYS_CONTEXT('USERENV', 'SERVER_HOST'), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM DUAL"
)


def identity_of(connection):
    """
    What the connection says of its database; empty where it can't be asked. ``host`` and ``port`` are what the driver
    has reached, ``server`` and ``serverPort`` what the server itself says, as behind a tunnel.
    """
    ask = ASKS.get(connection.dialect.name)
    if ask is None:
        return {}
    try:
        return ask(connection)
    except Exception:  # a proxy or a fork may not know the question
        return {}


def postgresql(connection):
    row = first_row(connection, POSTGRESQL)
    database, user, server, server_port, local_port, schema, search_path = row
    host, port = reached(connection)
    server_port = server_port or number(local_port)
    return {
        "database": database,
        "user": user,
        "host": host or server,
        "port": port or server_port,
        "server": server,
        "serverPort": server_port,
        "schema": schema,
        "searchPath": search_path,
    }


def mysql(connection):
    database, user = first_row(connection, MYSQL)
    told = {str(name).lower(): value for name, value in rows(connection, MYSQL_SERVER)}
    # Any node of a cluster may answer the next time.
    is_cluster = str(told.get("wsrep_on")).upper() == "ON"
    server = None if is_cluster else told.get("hostname")
    server_port = None if is_cluster else number(told.get("port"))
    host, port = reached(connection)
    return {
        "database": database,
        "user": str(user).rpartition("@")[0],
        "host": host or server,
        "port": port or server_port,
        "server": server,
        "serverPort": server_port,
    }


def sqlite(connection):
    files = {row[1]: row[2] for row in rows(connection, SQLITE)}
    file = files.get("main") or None
    return {"file": file, "host": None, "port": None, "user": None, "inMemory": file is None}


def mssql(connection):
    database, user, server, port, schema = first_row(connection, MSSQL)
    return {
        "database": database, "user": user, "host": server, "port": port,
        "server": server, "serverPort": port, "schema": schema,
    }


def oracle(connection):
    service, user, server, schema = first_row(connection, ORACLE)
    return {"database": service, "user": user, "host": server, "server": server, "schema": schema}


ASKS = {
    "postgresql": postgresql, "mysql": mysql, "mariadb": mysql, "sqlite": sqlite, "mssql": mssql, "oracle": oracle,
}


def rows(connection, statement):
    return [tuple(row) for row in connection.exec_driver_sql(statement).fetchall()]


def first_row(connection, statement):
    return rows(connection, statement)[0]


def reached(connection):
    """Host and port that the driver is connected to, the path of a socket for a host; nothing where it doesn't tell."""
    fairy = connection.connection
    driver = getattr(fairy, "driver_connection", None) or getattr(fairy, "connection", None)
    for ask in (libpq_address, asyncpg_address, plain_address, mysqlclient_address, odbc_address):
        try:
            found = ask(driver)
        except Exception:  # a driver that is built otherwise
            continue
        if found is not None and found[0]:
            return str(found[0]), number(found[1])
    return None, None


def libpq_address(driver):
    info = driver.info
    return info.host, info.port


def asyncpg_address(driver):
    address = driver._addr
    if isinstance(address, str):
        folder, _, name = address.rpartition("/")
        return folder or address, name.rpartition(".")[2]
    return address[0], address[1]


def mysqlclient_address(driver):
    """As in ``127.0.0.1 via TCP/IP`` and ``Localhost via UNIX socket``."""
    host, via, _ = driver.get_host_info().partition(" via ")
    return (host.lower(), None) if via else None


def odbc_address(driver):
    """``SQL_SERVER_NAME``, which may have an instance, a protocol or a port."""
    name = driver.getinfo(13)
    found = re.match(r"(?:\w{1,8}:)?([^,\\]{1,255})(?:\\[^,]{1,255})?(?:,(\d{1,5}))?$", name or "")
    return found.groups() if found else None


def plain_address(driver):
    """Of PyMySQL, aiomysql, asyncmy, and the connectors of MySQL and MariaDB."""
    socket = first_of(driver, "unix_socket", "_unix_socket")
    if socket:
        return socket, None
    return first_of(driver, "host", "_host", "server_host", "server_name"), first_of(driver, "port", "_port", "server_port")


def first_of(driver, *names):
    return next((getattr(driver, name) for name in names if getattr(driver, name, None)), None)


def number(value):
    return int(value) if str(value).isdigit() else None
