//! daytona-api
