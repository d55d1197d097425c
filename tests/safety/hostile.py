"""A project that would hurt whoever imports, runs, evaluates or formats anything of it. Every name and string holds MARK."""

from __future__ import annotations

import textwrap
from pathlib import Path

MARK = "zqx"

_PAYLOAD = """
import os, sys, socket, subprocess, ctypes, threading, shutil, tempfile
import zqx_pkg.zqx_side
open("zqx_written", "w").write("x")
open(__file__ + ".zqx", "w")
os.system("touch zqx_system")
subprocess.run(["touch", "zqx_subprocess"])
subprocess.Popen("touch zqx_popen", shell=True)
os.popen("touch zqx_popen2")
socket.create_connection(("127.0.0.1", 9))
os.mkdir("zqx_dir"); os.remove(__file__); shutil.rmtree("."); os.environ["ZQX"] = "zqx"
eval("__import__('os').system('touch zqx_eval')")
exec("open('zqx_exec', 'w')")
exec(compile("open('zqx_compile', 'w')", "zqx", "exec"))
__import__("zqx_pkg.zqx_side")
import importlib; importlib.import_module("zqx_pkg.zqx_side"); importlib.reload(sys)
from pathlib import Path
Path("zqx_path").write_text("x"); Path("zqx_path").touch()
threading.Thread(target=lambda: os.system("touch zqx_thread")).start()
import atexit; atexit.register(lambda: os.system("touch zqx_atexit"))
import signal; signal.alarm(1)
tempfile.mkdtemp(prefix="zqx")
ctypes.CDLL("zqx.so")
import pickle; pickle.loads(b"zqx")
import logging.config; logging.config.fileConfig("zqx.ini")
import multiprocessing; multiprocessing.Process(target=print, args=("zqx",)).start()
import urllib.request; urllib.request.urlopen("http://127.0.0.1:9/zqx")
import sqlite3; sqlite3.connect("zqx.db")
f"{os.system('touch zqx_fstring')}"
"{0.__class__.__init__.__globals__}".format(os)
[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "zqx"]
(lambda: 0).__globals__; (lambda: 0).__code__.replace(co_name="zqx")
type("zqx_t", (), {"__init__": lambda self: os.system("touch zqx_type")})()
import sqlalchemy as sa, sqlalchemy.orm, sqlalchemy.dialects, sqlalchemy.dialects.sqlite, sqlalchemy.pool, sqlalchemy.engine
sa.create_pool_from_url("sqlite:///zqx.db").connect()
sa.create_engine("sqlite:///zqx.db", echo=True).connect().execute(sa.text("create table zqx (a int)"))
sa.create_engine("sqlite:///zqx.db").raw_connection()
sqlalchemy.dialects.registry.register("zqx", "zqx_pkg.zqx_side", "ZqxDialect"); sqlalchemy.dialects.registry.load("zqx")
sa.create_engine("zqx://zqx").connect()
sqlalchemy.dialects.sqlite.dialect().connect("zqx.db")
sqlalchemy.dialects.sqlite.dialect.import_dbapi().connect("zqx.db")
sa.engine.make_url("zqx+zqx://zqx").get_dialect()
sa.engine.make_url("sqlite:///zqx.db").get_dialect()().connect("zqx.db")
sqlalchemy.pool.NullPool(lambda: open("zqx_pool", "w")).connect()
from sqlalchemy.ext import serializer; serializer.loads(b"zqx")
sa.lambda_stmt(lambda: os.system("touch zqx_lambda_stmt"))
sa.MetaData().create_all(sa.create_engine("sqlite:///zqx.db"))
sa.MetaData().reflect(bind=sa.create_engine("sqlite:///zqx.db"))
from sqlalchemy.orm import Session; Session(sa.create_engine("sqlite:///zqx.db")).execute(sa.text("create table zqx (a int)"))
import alembic.command, alembic.config, alembic.util, alembic.script
alembic.command.upgrade(alembic.config.Config("alembic.ini"), "head")
alembic.command.revision(alembic.config.Config("alembic.ini"), "zqx")
alembic.util.load_python_file(".", "zqx_pkg/zqx_side.py")
alembic.script.ScriptDirectory("zqx_alembic").run_env()
from typing import Optional, List, Union, TypeVar, NamedTuple, get_type_hints, ForwardRef, Callable
Optional["__import__('os').system('touch zqx_typing')"]; List["zqx()"]; Union["zqx()", int]; Callable[["zqx()"], "zqx()"]
TypeVar("ZqxT", bound="__import__('os').system('touch zqx_bound')"); ForwardRef("zqx()"); NamedTuple("ZqxN", [("zqx_a", "zqx()")])
get_type_hints(type("ZqxH", (), {"__annotations__": {"zqx_a": "__import__('os').system('touch zqx_hints')"}}))
import dataclasses; dataclasses.make_dataclass("ZqxD", [("zqx_a", "zqx()")]); dataclasses.dataclass(type("ZqxE", (), {"__annotations__": {"zqx_b": "zqx()"}}))
import collections; collections.namedtuple("ZqxC", "zqx_c zqx_d")(1, 2)
import string; string.Template("$zqx").substitute(zqx="zqx"); import timeit; timeit.timeit("zqx()"); import code; code.interact()
import attr; attr.make_class("ZqxA", ["zqx_a"]); import functools; functools.partial(os.system, "touch zqx_partial")()
import json; json.loads('{"zqx": 1}', object_hook=lambda d: os.system("touch zqx_hook")); import ast; ast.literal_eval("zqx"); ast.parse("zqx")
import unittest.mock; import inspect; inspect.getsource(os); import traceback, warnings, linecache; linecache.getline("zqx", 1); warnings.warn("zqx")
map(os.system, ["touch zqx_map"]); sorted(["touch zqx_sorted"], key=os.system); max(["touch zqx_max"], key=os.system)
print("zqx", file=open("zqx_print", "w")); sys.stdout.write("zqx-stdout"); print("zqx-stdout"); sys.stderr.write("zqx-stdout"); breakpoint(); help(os)
sys.exit("zqx"); exit(3); quit(3); os._exit(3); os.abort(); raise SystemExit(3)
"""
"""Statements that each would do harm; what an exit would end has been said before."""

_FILES = {
    "alembic.ini": """
        [alembic]
        script_location = zqx_alembic
        prepend_sys_path = .
        sqlalchemy.url = postgresql://zqx:zqx@127.0.0.1:9/zqx
        """,
    "setup.py": "PAYLOAD\nimport sys; sys.exit(3)\n",
    "sitecustomize.py": "PAYLOAD\n",
    "conftest.py": "PAYLOAD\n",
    "sqlalchemy.py.zqx": "PAYLOAD\n",
    "zqx_alembic/env.py": """
        PAYLOAD
        from alembic import context
        from zqx_pkg import zqx_models, zqx_tables
        from zqx_pkg.zqx_base import ZqxBase
        import zqx_pkg.zqx_settings
        target_metadata = ZqxBase.metadata
        from sqlalchemy import create_engine
        zqx_engine = create_engine(os.environ.get("ZQX_URL", "postgresql://zqx@127.0.0.1:9/zqx"))
        with zqx_engine.connect() as zqx_connection:
            zqx_connection.exec_driver_sql("select zqx()")
            context.configure(connection=zqx_connection, target_metadata=target_metadata)
            with context.begin_transaction():
                context.run_migrations()
        """,
    "zqx_pkg/__init__.py": "PAYLOAD\n",
    "zqx_pkg/zqx_side.py": "PAYLOAD\nraise SystemExit(9)\n",
    "zqx_pkg/zqx_settings.py": """
        PAYLOAD
        ZQX_SCHEMA = eval("'zqx' + __import__('os').getcwd()")
        ZQX_NAME = os.popen("echo zqx").read()
        """,
    "zqx_pkg/zqx_base.py": """
        PAYLOAD
        import enum, dataclasses, collections, typing, functools
        from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass
        class ZqxMeta(type(DeclarativeBase)):
            def __init__(cls, *a, **k):
                os.system("touch zqx_meta")
                super().__init__(*a, **k)
        class ZqxBase(DeclarativeBase):
            def __init_subclass__(cls, **k):
                os.system("touch zqx_subclass")
                super().__init_subclass__(**k)
        class ZqxEnum(enum.Enum):
            zqx_one = os.system("touch zqx_enum") or "zqx_1"
            zqx_two = "zqx_2"
            def _generate_next_value_(name, *a):
                return eval(name)
        ZqxTuple = collections.namedtuple("ZqxTuple", "zqx_a zqx_b")
        class ZqxNamed(typing.NamedTuple):
            zqx_a: "__import__('os').system('touch zqx_nt')"
            zqx_b: int = 3
        @dataclasses.dataclass
        class ZqxData:
            zqx_a: "__import__('os').system('touch zqx_dc')" = 4
            zqx_b: str = dataclasses.field(default_factory=lambda: os.system("touch zqx_factory"))
        ZqxMade = dataclasses.make_dataclass("ZqxMade", [("zqx_a", int, 3)])
        @functools.total_ordering
        class ZqxOrdered:
            def __lt__(self, other): return os.system("touch zqx_lt")
            def __eq__(self, other): return True
        ZqxTyped = typing.TypedDict("ZqxTyped", {"zqx_a": "__import__('os').system('touch zqx_td')"})
        ZqxForward = typing.Optional["__import__('os').system('touch zqx_forward')"]
        """,
    "zqx_pkg/zqx_models.py": """
        from __future__ import annotations
        PAYLOAD
        import sqlalchemy as sa
        from typing import Optional, List, Annotated, ClassVar
        from sqlalchemy import Column, String, Integer, ForeignKey, event, types
        from sqlalchemy.orm import Mapped, mapped_column, relationship, declared_attr, column_property, synonym, validates
        from sqlalchemy.ext.hybrid import hybrid_property
        from sqlalchemy.ext.compiler import compiles
        from .zqx_base import ZqxBase, ZqxEnum, ZqxTuple, ZqxNamed, ZqxData
        class ZqxType(types.TypeDecorator):
            impl = String(ZqxTuple(30, 2).zqx_a)
            cache_ok = True
            def __init__(self, zqx_length: int = ZqxNamed(1).zqx_b, *zqx_rest, zqx_kw=os.system("touch zqx_default"), **zqx_more):
                os.system("touch zqx_init")
                super().__init__()
            def load_dialect_impl(self, dialect):
                subprocess.run(["touch", "zqx_impl"])
                return dialect.type_descriptor(String(12))
            def process_bind_param(self, value, dialect):
                os.system("touch zqx_bind")
                return value
        class ZqxUser(types.UserDefinedType):
            cache_ok = True
            def get_col_spec(self, **kw):
                os.system("touch zqx_spec")
                return "zqx_type"
        @compiles(ZqxUser)
        def zqx_compile(element, compiler, **kw):
            os.system("touch zqx_compiled")
            return "zqx_other"
        def zqx_default(zqx_context):
            os.system("touch zqx_callable")
            return 1
        @event.listens_for(ZqxBase.metadata, "before_create")
        def zqx_listener(*a, **k):
            os.system("touch zqx_event")
        class ZqxA(ZqxBase):
            __tablename__ = "zqx_a"
            id: Mapped[int] = mapped_column(primary_key=True)
            zqx_b: Mapped["__import__('os').system('touch zqx_mapped')"] = mapped_column(String(3))
            zqx_c: "Mapped[eval('os.system(\\"touch zqx_nested\\")')]" = mapped_column(String)
            zqx_d: Mapped["Optional['__import__(\\"os\\").system(\\"touch zqx_inner\\")']"]
            zqx_e: Mapped["List[zqx_undefined.__class__]"] = relationship("ZqxB", primaryjoin="__import__('os').system('touch zqx_rel')")
            zqx_f = relationship("lambda: os.system('touch zqx_lambda')", secondary="eval('zqx')", order_by="os.system('zqx')")
            zqx_g = Column(ZqxType(4), default=zqx_default, onupdate=lambda: os.system("touch zqx_onupdate"))
            zqx_h = Column(ZqxUser, server_default=sa.text("zqx()"))
            zqx_i = Column(sa.Enum(ZqxEnum, values_callable=lambda zqx_e: [os.system("touch zqx_values") or x.value for x in zqx_e]))
            zqx_j: Mapped[Annotated["ZqxData", mapped_column(sa.JSON)]]
            zqx_k: Mapped[Optional["ZqxUndefined[__import__('os')]"]] = mapped_column(Integer, default=0)
            @declared_attr
            def zqx_l(cls):
                os.system("touch zqx_declared")
                return Column(Integer)
            @hybrid_property
            def zqx_m(self):
                os.system("touch zqx_hybrid")
            @validates("zqx_b")
            def zqx_n(self, key, value):
                os.system("touch zqx_validates")
            __table_args__ = (sa.CheckConstraint("zqx_b <> '{0.__class__}'"), sa.Index("zqx_ix", sa.text("lower(zqx_b)")))
        class ZqxB(ZqxBase):
            __tablename__ = f"zqx_{os.getpid.__name__ and 'b'}"
            id = Column(Integer, primary_key=True)
            zqx_a_id = Column(ForeignKey("zqx_a.id"))
        sys.exit(7)
        """,
    "zqx_pkg/zqx_tables.py": """
        PAYLOAD
        import sqlalchemy as sa
        from .zqx_base import ZqxBase
        zqx_t = sa.Table("zqx_t", ZqxBase.metadata, sa.Column("zqx_id", sa.Integer, primary_key=True), autoload_with=None)
        sa.Table("zqx_u", ZqxBase.metadata, autoload_with=sa.create_engine("sqlite:///zqx.db"))
        """,
    "zqx_alembic/versions/zqx_1.py": """
        PAYLOAD
        revision = "zqx_1"
        down_revision = None
        import sqlalchemy as sa
        from alembic import op
        from zqx_pkg.zqx_models import ZqxType, ZqxUser, ZqxEnum
        from zqx_pkg import zqx_settings
        def upgrade():
            PAYLOAD2
            op.create_table("zqx_a", sa.Column("id", sa.Integer, primary_key=True), sa.Column("zqx_b", ZqxType(4)),
                            sa.Column("zqx_h", ZqxUser(), server_default=zqx_settings.ZQX_NAME))
            op.execute("COPY zqx_a TO PROGRAM 'touch zqx_copy'")
            op.execute("COPY zqx_a TO '/tmp/zqx_copy_file'")
            op.execute("DO $$ BEGIN EXECUTE 'create table zqx_do (id int)'; PERFORM pg_sleep(9999); END $$")
            op.execute(open("zqx.sql").read())
            op.execute("LOAD 'zqx.so'; CREATE EXTENSION zqx; SELECT pg_read_file('/etc/passwd')")
            with op.batch_alter_table("zqx_a") as zqx_batch:
                zqx_batch.add_column(sa.Column("zqx_c", sa.Enum(ZqxEnum)))
            zqx_bind = op.get_bind()
            zqx_bind.engine.url; zqx_bind.execute(sa.text("select 1 -- zqx"))
            op.bulk_insert(sa.table("zqx_a", sa.column("id")), [{"id": os.system("touch zqx_bulk")}])
            op.run_async(lambda c: os.system("touch zqx_async"))
            op.invoke(os.system)
            sys.exit(5)
        def downgrade():
            os.system("touch zqx_downgrade")
        """,
    "zqx_alembic/versions/zqx_2.py": """
        revision = eval("'zqx_' + '2'")
        down_revision = __import__("os").popen("touch zqx_down").read() or "zqx_1"
        PAYLOAD
        from alembic import op
        def upgrade():
            exec("import os; os.system('touch zqx_upgrade')")
            op.add_column("zqx_a", eval("sa.Column('zqx_z', sa.Integer)"))
        """,
    "zqx_alembic/versions/__init__.py": "PAYLOAD\n",
}  # fmt: skip


def write_hostile_project(root: Path) -> None:
    """Write the project."""
    for name, text in _FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(textwrap.dedent(text).lstrip("\n")))


def _filled(text: str) -> str:
    """Each harmful statement in a `try` of its own, so that no failure hides the next."""
    lines = [line for line in _PAYLOAD.strip().splitlines() if not line.startswith((" ", "try", "except"))]
    tried = "import os, sys, subprocess\n" + "".join(f"try:\n    {line}\nexcept BaseException:\n    pass\n" for line in lines)
    return text.replace("    PAYLOAD2\n", textwrap.indent(tried, "    ")).replace("PAYLOAD\n", tried)
