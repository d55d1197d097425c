"""The SQLAlchemy mixins of Authlib, for where its source is not at hand: as text of modules. Its other classes declare nothing."""

from __future__ import annotations

_MIXINS = """
from sqlalchemy import Column, Integer, String, Text


class OAuth2ClientMixin:
    client_id = Column(String(48), index=True)
    client_secret = Column(String(120))
    client_id_issued_at = Column(Integer, nullable=False, default=0)
    client_secret_expires_at = Column(Integer, nullable=False, default=0)
    _client_metadata = Column("client_metadata", Text)


class OAuth2AuthorizationCodeMixin:
    code = Column(String(120), unique=True, nullable=False)
    client_id = Column(String(48))
    redirect_uri = Column(Text, default="")
    response_type = Column(Text, default="")
    scope = Column(Text, default="")
    nonce = Column(Text)
    auth_time = Column(Integer, nullable=False, default=lambda: 0)
    acr = Column(Text)
    amr = Column(Text)
    code_challenge = Column(Text)
    code_challenge_method = Column(String(48))


class OAuth2TokenMixin:
    client_id = Column(String(48))
    token_type = Column(String(40))
    access_token = Column(String(255), unique=True, nullable=False)
    refresh_token = Column(String(255), index=True)
    scope = Column(Text, default="")
    issued_at = Column(Integer, nullable=False, default=lambda: 0)
    access_token_revoked_at = Column(Integer, nullable=False, default=0)
    refresh_token_revoked_at = Column(Integer, nullable=False, default=0)
    expires_in = Column(Integer, nullable=False, default=0)
"""
_NAMES = "OAuth2AuthorizationCodeMixin, OAuth2ClientMixin, OAuth2TokenMixin"
SOURCES = {
    "authlib.integrations.sqla_oauth2": f"from authlib.integrations.sqla_oauth2.mixins import {_NAMES}\n",
    "authlib.integrations.sqla_oauth2.mixins": _MIXINS,
    "authlib.integrations.sqla_oauth2.client_mixin": f"from authlib.integrations.sqla_oauth2.mixins import {_NAMES}\n",
    "authlib.integrations.sqla_oauth2.tokens_mixins": f"from authlib.integrations.sqla_oauth2.mixins import {_NAMES}\n",
}
"""Text of modules by name (Authlib 1.6): what of them decides on tables."""
