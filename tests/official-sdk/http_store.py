"""Lets the official SDK upload to the emulator over http. By default, it accepts only stores with https."""
from daytona._sync import object_storage
from obstore.store import S3Store


def over_http(*arguments, client_options, **options):
    return S3Store(*arguments, client_options={**client_options, "allow_http": True}, **options)


object_storage.S3Store = over_http
